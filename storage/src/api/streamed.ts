import { Duplex } from "node:stream";
import { constants, createGzip } from "node:zlib";

/** Below this many characters a response goes out whole, above it is compressed for clients that take gzip. */
const small = 128 * 1024;

type Piece = string | Uint8Array;

/** A response from pieces of text or of bytes: in one piece when it is small, otherwise as it is produced. */
export async function streamed(request: Request, type: string, pieces: AsyncGenerator<Piece>): Promise<Response> {
  const headers = new Headers({
    "Content-Type": type,
    "Cache-Control": "no-cache, private",
    Vary: "Accept-Encoding",
  });
  const begin: Piece[] = [];
  for (let size = 0; size <= small; ) {
    const { value, done } = await pieces.next();
    if (done) return new Response(joined(begin), { headers });
    begin.push(value);
    size += value.length;
  }
  const body = bytesOf(joined(begin), pieces);
  if (!acceptsGzip(request)) return new Response(body, { headers });
  headers.set("Content-Encoding", "gzip");
  const { readable, writable } = Duplex.toWeb(createGzip({ level: constants.Z_BEST_SPEED }));
  return new Response(body.pipeThrough({ readable, writable }), {
    headers,
  });
}

/** All pieces of a response are of one sort. */
function joined(pieces: Piece[]): string | Buffer<ArrayBuffer> {
  if (typeof pieces[0] === "string") return pieces.join("");
  return Buffer.concat(pieces as Uint8Array[]);
}

function bytesOf(begin: Piece, pieces: AsyncGenerator<Piece>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const bytes = (piece: Piece) => (typeof piece === "string" ? encoder.encode(piece) : piece);
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(bytes(begin)),
      pull: async (controller) => {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(bytes(value));
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
