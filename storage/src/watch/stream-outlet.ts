import type { OpenOutlet } from "./outlet.ts";

/** What a stream takes before it is read, so that a reader finds something. */
const readAhead = new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 });

/** A web stream, for those who read a response in this process: WebSockets, which make frames of their own of it. */
export function createStreamOutlet(): { stream: ReadableStream<Uint8Array>; open: OpenOutlet } {
  let events: Parameters<OpenOutlet>[0] | undefined;
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (given) => {
        controller = given;
      },
      pull: () => events?.drained(),
      cancel: () => events?.gone(),
    },
    readAhead,
  );
  return {
    stream,
    open: (given) => {
      events = given;
      return {
        write: (frames) => {
          let taken = 0;
          for (const { bytes } of frames) {
            if ((controller.desiredSize ?? 0) <= 0) break;
            controller.enqueue(bytes);
            taken += 1;
          }
          return taken;
        },
        end: () => controller.close(),
        fail: (error) => controller.error(error),
      };
    },
  };
}
