import { ConnectionError } from "../api-error.ts";

const newline = 0x0a;

/**
 * The complete lines of a stream of UTF-8.
 *
 * @throws ConnectionError with code `too_large` for a line longer than `maxBytes`, `cut` where the stream ends or breaks
 * within one.
 */
export async function* lines(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<string, void, undefined> {
  let parts: Buffer[] = [];
  let size = 0;

  function keep(part: Buffer): void {
    parts.push(part);
    size += part.length;
    if (size > maxBytes) throw new ConnectionError("too_large", `a watch event is longer than ${maxBytes} bytes`);
  }

  for await (const chunk of untilCut(chunks, () => size > 0)) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end));
      yield Buffer.concat(parts, size).toString("utf8");
      parts = [];
      size = 0;
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
}

async function* untilCut(
  chunks: AsyncIterable<Buffer>,
  isWithinLine: () => boolean,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* chunks;
  } catch (err) {
    throw isWithinLine()
      ? new ConnectionError("cut", "the connection broke within a watch event", { cause: err })
      : err;
  }
  if (isWithinLine()) throw new ConnectionError("cut", "the watch ended within an event");
}
