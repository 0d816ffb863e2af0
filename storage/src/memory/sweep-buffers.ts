/** What may be dropped between two sweeps: a few vulnerability manifests. */
const sweepEveryBytes = 2_000_000;

/**
 * To be told of large buffers that are needed no more. A thread that makes few objects has V8 look for them when there are
 * 32 MB of them: it is asked sooner, for a collection of what is young, which is quick. Does nothing where Node was started
 * without `--expose-gc`.
 *
 * @param type `major`: of everything, which finds what zlib has used, too. A thread with a small heap has the time.
 */
export function createBufferSweep(type: "minor" | "major" = "minor"): (bytes: number) => void {
  let dropped = 0;
  return (bytes) => {
    dropped += bytes;
    if (dropped < sweepEveryBytes) return;
    dropped = 0;
    globalThis.gc?.({ type });
  };
}
