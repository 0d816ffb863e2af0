const newline = 0x0a;

/** Each line of a stream without its end, however the stream is cut. */
export async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, start)) {
      const last = chunk.subarray(start, at);
      yield waiting.length === 0 ? last : Buffer.concat([...waiting, last]);
      waiting = [];
      start = at + 1;
    }
    if (start < chunk.length) waiting.push(chunk.subarray(start));
  }
}
