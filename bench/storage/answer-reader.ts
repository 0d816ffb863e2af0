import type { Answer } from "./client.ts";

/** Puts answers together from what arrives on one connection, where one request is on its way at a time. */
export type AnswerReader = {
  /** The answer to the request that is about to be sent. */
  next(): Promise<Answer>;
  take(chunk: Buffer): void;
  fail(error: Error): void;
};

/** `length`: of the body; `undefined`: it comes in chunks. */
type Head = { code: number; length: number | undefined };

const nothing: Buffer = Buffer.alloc(0);

/** RFC 9112, sections 6 and 7.1. */
export function createAnswerReader(): AnswerReader {
  let waiting: PromiseWithResolvers<Answer> | undefined;
  let head: Head | undefined;
  let parts: Buffer[] = [];
  /** Of the body, or of the chunk, that is arriving. */
  let missing = 0;
  let rest = nothing;

  /** Whether there was enough for a step. */
  function isRead(): boolean {
    if (!head) return isHeadRead();
    return missing > 0 ? isPartRead(head) : isChunkBegun(head);
  }

  function isHeadRead(): boolean {
    const end = rest.indexOf("\r\n\r\n");
    if (end === -1) return false;
    const text = rest.toString("latin1", 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    head = { code: Number(text.slice(9, 12)), length: length === undefined ? undefined : Number(length) };
    missing = head.length ?? 0;
    rest = rest.subarray(end + 4);
    if (head.length === 0) finish(head);
    return true;
  }

  function isPartRead(of: Head): boolean {
    if (rest.length === 0) return false;
    const part = rest.subarray(0, missing);
    parts.push(part);
    missing -= part.length;
    rest = rest.subarray(part.length);
    if (missing === 0 && of.length !== undefined) finish(of);
    return true;
  }

  /** Its size in hexadecimal on a line, behind the end of the line of the one before; the last has none. */
  function isChunkBegun(of: Head): boolean {
    const line = /^(?:\r\n)?([0-9a-f]+)\r\n/i.exec(rest.toString("latin1", 0, 20));
    if (!line) return false;
    const size = Number.parseInt(line[1] ?? "", 16);
    if (size === 0 && rest.length < line[0].length + 2) return false;
    rest = rest.subarray(line[0].length);
    missing = size;
    if (size === 0) finish(of);
    return true;
  }

  function finish({ code }: Head): void {
    waiting?.resolve({ code, body: parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts) });
    waiting = undefined;
    head = undefined;
    parts = [];
    rest = nothing;
  }

  return {
    next: () => {
      waiting = Promise.withResolvers<Answer>();
      return waiting.promise;
    },
    take: (chunk) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      while (isRead());
    },
    fail: (error) => waiting?.reject(error),
  };
}
