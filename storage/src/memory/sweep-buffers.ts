/** What may be dropped between two sweeps: a few vulnerability manifests. */
const sweepEveryBytes = 2_000_000;

/**
 * To be told of large buffers that are needed no more. A thread that makes few objects has V8 look for them when there are
 * 32 MB of them: it is asked sooner, for a collection of what is young, which is quick. Does nothing where Node was started
 * without `--expose-gc`.
 */
export function createBufferSweep(everyBytes = sweepEveryBytes): (bytes: number) => void {
  let dropped = 0;
  return (bytes) => {
    dropped += bytes;
    if (dropped < everyBytes) return;
    dropped = 0;
    globalThis.gc?.({ type: "minor" });
  };
}
