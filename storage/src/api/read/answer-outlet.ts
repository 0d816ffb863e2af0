import type { ServerResponse } from "node:http";
import { PassThrough, Readable, type Writable } from "node:stream";
import { constants, createGzip, type Gzip } from "node:zlib";
import { type Chunk, contentOf } from "./byte-chunks.ts";

/** Where the chunks of a long answer go. */
export type AnswerOutlet = {
  /** Resolves when the chunk's memory may be filled again. @throws ClientGone */
  write(chunk: Chunk): Promise<void>;
  /** Ends behind what it has taken. */
  end(): void;
  /** Breaks off, so that the client sees that something is missing. */
  fail(error: Error): void;
};

/** Nobody reads the answer any more. */
export class ClientGone extends Error {
  override name = "ClientGone";
}

/** Of what gzip hands on at once: in its usual 16 KiB a long answer takes four times as many steps. */
const zippedBytes = 64 * 1024;

/** Node's own response, past web streams. */
export function responseOutlet(
  response: ServerResponse,
  { headers, isZipped }: { headers: Record<string, string>; isZipped: boolean },
): AnswerOutlet {
  response.writeHead(200, headers);
  response.flushHeaders();
  if (isZipped) return zippedOutlet(response);
  const write = writerTo(response, response);
  return { write: (chunk) => write(contentOf(chunk)), end: () => response.end(), fail: () => response.destroy() };
}

function zippedOutlet(response: ServerResponse): AnswerOutlet {
  const gzip = fastGzip();
  gzip.pipe(response);
  response.once("close", () => gzip.destroy());
  const write = writerTo(gzip, response);
  return { write: (chunk) => write(contentOf(chunk)), end: () => gzip.end(), fail: () => response.destroy() };
}

/** A web stream, for answers that are read in this process. */
export function streamOutlet({ isZipped }: { isZipped: boolean }): { stream: ReadableStream; outlet: AnswerOutlet } {
  const through = isZipped ? fastGzip() : new PassThrough();
  const write = writerTo(through, through);
  return {
    stream: Readable.toWeb(through) as ReadableStream,
    outlet: {
      // Who reads it may keep what it has read.
      write: (chunk) => write(Buffer.from(contentOf(chunk))),
      end: () => through.end(),
      fail: (error) => through.destroy(error),
    },
  };
}

function fastGzip(): Gzip {
  return createGzip({ level: constants.Z_BEST_SPEED, chunkSize: zippedBytes });
}

/** Writes one piece after the other, each when the one before has been taken. Who leaves ends the waiting. */
function writerTo(target: Writable, reader: Writable): (bytes: Buffer) => Promise<void> {
  let leave: () => void = () => {};
  reader.once("close", () => leave());
  return (bytes) =>
    new Promise((resolve, reject) => {
      leave = () => reject(new ClientGone());
      // To write to what is gone is an error that nobody listens for.
      if (reader.destroyed || target.destroyed) leave();
      else target.write(bytes, (error) => (error ? leave() : resolve()));
    });
}
