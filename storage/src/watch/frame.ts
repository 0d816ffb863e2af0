/** What is sent of one event or bookmark: made once, for all watchers that see it alike. */
export type Frame = {
  /** A line of JSON, or a message behind its length. */
  bytes: Uint8Array;
  /** The same as a chunk of a response of HTTP/1.1 (RFC 9112, 7.1); `bytes` are a part of it. */
  chunk: Uint8Array;
};

const lineEnd = "\r\n";

/** @param pieces One behind the other. */
export function framed(pieces: (string | Uint8Array)[]): Frame {
  const size = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  const head = `${size.toString(16)}${lineEnd}`;
  const chunk = Buffer.allocUnsafe(head.length + size + lineEnd.length);
  let at = 0;
  for (const piece of [head, ...pieces, lineEnd]) {
    if (typeof piece === "string") at += chunk.write(piece, at);
    else {
      chunk.set(piece, at);
      at += piece.length;
    }
  }
  return { chunk, bytes: chunk.subarray(head.length, head.length + size) };
}
