/**
 * To be told of large buffers that are needed no more. V8 looks for them when there are 32 MB of them, or when the heap has grown,
 * and what has waited for a client or the disk is old to it: it is asked sooner to collect everything, which also finds what zlib
 * has used. Does nothing where Node was started without `--expose-gc`.
 *
 * @param everyBytes What may be dropped between two collections.
 */
export function createBufferSweep(everyBytes: number): (bytes: number) => void {
  let dropped = 0;
  return (bytes) => {
    dropped += bytes;
    if (dropped < everyBytes) return;
    dropped = 0;
    globalThis.gc?.({ type: "major" });
  };
}
