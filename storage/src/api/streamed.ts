import { Duplex } from "node:stream";
import { constants, createGzip } from "node:zlib";

/** Below this many characters a response goes out whole, above it is compressed for clients that take gzip. */
const small = 128 * 1024;

/** A JSON response from pieces of text: in one piece when it is small, otherwise as it is produced. */
export async function streamed(request: Request, pieces: AsyncGenerator<string>): Promise<Response> {
  const headers = new Headers({
    "Content-Type": "application/json",
    "Cache-Control": "no-cache, private",
    Vary: "Accept-Encoding",
  });
  let begin = "";
  while (begin.length <= small) {
    const { value, done } = await pieces.next();
    if (done) return new Response(begin, { headers });
    begin += value;
  }
  const body = bytesOf(begin, pieces);
  if (!acceptsGzip(request)) return new Response(body, { headers });
  headers.set("Content-Encoding", "gzip");
  const { readable, writable } = Duplex.toWeb(createGzip({ level: constants.Z_BEST_SPEED }));
  return new Response(body.pipeThrough({ readable, writable }), {
    headers,
  });
}

function bytesOf(begin: string, pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(begin)),
      pull: async (controller) => {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}

function acceptsGzip(request: Request): boolean {
  return /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
}
