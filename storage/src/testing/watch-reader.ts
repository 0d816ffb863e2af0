/** Events of a watch one by one. */
export type WatchReader = {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into objects of every shape
  next(): Promise<{ type: string; object: any } | undefined>;
  cancel(): Promise<void>;
};

/** Reads newline-delimited JSON as it arrives; `next` waits for the next event, `undefined` at the end. */
export function readWatch(response: Response): WatchReader {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    next: async () => {
      while (!text.includes("\n")) {
        const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
        if (done) return undefined;
        text += value;
      }
      const line = text.slice(0, text.indexOf("\n"));
      text = text.slice(line.length + 1);
      return JSON.parse(line) as { type: string; object: unknown };
    },
    cancel: async () => {
      await reader?.cancel();
    },
  };
}
