import { type Answer, begun } from "../../serve/answer.ts";
import { headerLinesOf, nodeResponseOf } from "../../serve/connection.ts";
import type { ApiDeps, Call } from "../call.ts";
import { isGzipWanted } from "../wire/content-coding.ts";
import { type AnswerOutlet, ClientGone, responseOutlet, streamOutlet } from "./answer-outlet.ts";
import { byteChunks, contentOf } from "./byte-chunks.ts";

/**
 * Of a chunk: the system takes about as much before it wants to be waited for. A longer answer is compressed for clients that
 * take gzip.
 */
export const chunkBytes = 128 * 1024;

/** `type`: of its content. `heldBytes`: an answer that is not longer waits until all of it is there; at least a chunk. */
type Form = { type: string; heldBytes: number };

/** What an answer is written to. */
export type Output = {
  /** Copies what it is given. */
  put: (piece: string | Uint8Array) => void;
  /** Resolves when what fills chunks is taken: to be awaited before more is read. Rejects when nobody reads any more. */
  flushed(): Promise<void>;
};

/**
 * An answer from what `write` puts out: one that is held says how long it is, a longer one goes out while it is written. What
 * goes wrong before it has begun is thrown; behind that the answer breaks off.
 */
export function streamed(
  call: Pick<Call, "raw" | "connection">,
  { type, heldBytes }: Form,
  { log }: Pick<ApiDeps, "log">,
  write: (output: Output) => Promise<void>,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const chunks = byteChunks(chunkBytes);
  let outlet: AnswerOutlet | undefined;

  async function writeFull(to: AnswerOutlet): Promise<void> {
    for (let chunk = chunks.full(); chunk; chunk = chunks.full()) {
      await to.write(chunk);
      chunks.giveBack(chunk);
    }
  }

  async function flushed(): Promise<void> {
    if (!outlet && chunks.length() <= heldBytes) return;
    outlet ??= begin(call, type, resolve);
    await writeFull(outlet);
  }

  async function run(): Promise<void> {
    await write({ put: chunks.put, flushed });
    const length = chunks.length();
    if (!outlet && length <= chunkBytes) {
      resolve({ code: 200, headers: headersOf(type), body: Buffer.from(contentOf(chunks.rest())) });
    } else {
      outlet ??= begin(call, type, resolve, length);
      await writeFull(outlet);
      await outlet.write(chunks.rest());
      outlet.end();
    }
    chunks.release();
  }

  run().catch((err: Error) => {
    if (!outlet) {
      reject(err);
      return;
    }
    outlet.fail(err);
    if (!(err instanceof ClientGone)) log?.error({ err, uri: call.raw.uri }, "an answer broke off");
  });
  return promise;
}

/** Begins an answer that is too long for one piece, and tells who asked for it. `length`: of all of it, where that is known. */
function begin(
  { raw, connection }: Pick<Call, "raw" | "connection">,
  type: string,
  tell: (answer: Answer) => void,
  length?: number,
): AnswerOutlet {
  const isZipped = isGzipWanted(raw.headers.get("accept-encoding"), headerLinesOf(connection));
  const measured = length === undefined ? {} : { "Content-Length": String(length) };
  const headers = { ...headersOf(type), ...(isZipped ? { "Content-Encoding": "gzip" } : measured) };
  const nodeResponse = raw.method === "GET" ? nodeResponseOf(connection) : undefined;
  if (nodeResponse) {
    tell(begun);
    return responseOutlet(nodeResponse, { headers, isZipped });
  }
  const { stream, outlet } = streamOutlet({ isZipped });
  tell({ code: 200, headers, body: stream });
  return outlet;
}

function headersOf(type: string): Record<string, string> {
  return { "Content-Type": type, "Cache-Control": "no-cache, private", Vary: "Accept-Encoding" };
}
