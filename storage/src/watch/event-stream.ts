/** The longest that a timer can wait. */
const longestMs = 2 ** 31 - 1;

/** Why a watch ends. */
export type Ends = {
  /** Aborts at the first of the three. */
  any: AbortSignal;
  /** The server stops. */
  stopping: AbortSignal;
  /** Nobody reads any more. */
  gone: AbortSignal;
};

/**
 * A streaming response that takes the next frame only when the connection has room, so that a slow reader leaves its
 * events in its bounded queue rather than in memory. `ended` is called once, however it ends.
 */
export function eventStream(
  contentType: string,
  { client, stopping, seconds }: { client: AbortSignal; stopping: AbortSignal; seconds: number },
  frames: (ends: Ends) => AsyncGenerator<Uint8Array>,
  ended: () => void,
): Response {
  const cancelled = new AbortController();
  const gone = AbortSignal.any([client, cancelled.signal]);
  const any = AbortSignal.any([gone, stopping, AbortSignal.timeout(Math.min(Math.ceil(seconds * 1000), longestMs))]);
  const generator = untilEnd();
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { value, done } = await generator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => {
        cancelled.abort();
        await generator.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
  const headers = { "Content-Type": `${contentType};stream=watch`, "Cache-Control": "no-cache, private" };
  return new Response(body, { headers });

  async function* untilEnd(): AsyncGenerator<Uint8Array> {
    try {
      yield* frames({ any, stopping, gone });
    } finally {
      ended();
    }
  }
}
