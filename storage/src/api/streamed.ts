import { Duplex } from "node:stream";
import { constants, createGzip } from "node:zlib";

/** Below this many bytes a response goes out whole, above it is compressed for clients that take gzip. */
const small = 128 * 1024;

type Bytes = Uint8Array;

/** A response from pieces of bytes: in one piece when it is small, otherwise as it is produced. */
export async function streamed(request: Request, type: string, pieces: AsyncGenerator<Bytes>): Promise<Response> {
  const headers = new Headers({
    "Content-Type": type,
    "Cache-Control": "no-cache, private",
    Vary: "Accept-Encoding",
  });
  const begin: Bytes[] = [];
  for (let size = 0; size <= small; ) {
    const { value, done } = await pieces.next();
    if (done) return new Response(Buffer.concat(begin), { headers });
    begin.push(value);
    size += value.length;
  }
  const body = streamOf(begin, pieces);
  if (!acceptsGzip(request)) return new Response(body, { headers });
  headers.set("Content-Encoding", "gzip");
  const { readable, writable } = Duplex.toWeb(createGzip({ level: constants.Z_BEST_SPEED }));
  return new Response(body.pipeThrough({ readable, writable }), {
    headers,
  });
}

function streamOf(begin: Bytes[], pieces: AsyncGenerator<Bytes>): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>(
    {
      pull: async (controller) => {
        const { value, done } = begin.length > 0 ? { value: begin.shift(), done: false } : await pieces.next();
        if (done || value === undefined) controller.close();
        else controller.enqueue(value);
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
