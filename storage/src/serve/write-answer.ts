import type { ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import { type Answer, begun } from "./answer.ts";

/** Head and body go out at once, but for a stream. */
export function writeAnswer(answer: Answer, outgoing: ServerResponse): void {
  if (answer === begun) return;
  const { code, headers, body } = answer;
  if (body === undefined) outgoing.writeHead(code, headers).end();
  else if (body instanceof ReadableStream) writeStream(body, outgoing.writeHead(code, headers));
  else if (Array.isArray(body)) writePieces(body, answer, outgoing);
  else outgoing.writeHead(code, { ...headers, "Content-Length": Buffer.byteLength(body) }).end(body);
}

function writePieces(pieces: Uint8Array[], { code, headers }: Answer, outgoing: ServerResponse): void {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  outgoing.writeHead(code, { ...headers, "Content-Length": length });
  for (const piece of pieces) outgoing.write(piece);
  outgoing.end();
}

/** At the pace of the client. Where either end breaks off both are over, and whoever made the stream is told by it. */
function writeStream(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): void {
  pipeline(Readable.fromWeb(body), outgoing, () => {});
}
