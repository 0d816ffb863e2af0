import { releaseBytes } from "../../memory/release-bytes.ts";
import { releaseUnpacked, unpacked } from "../packed-body.ts";
import type { Joined, JoinedRange } from "../store.ts";
import type { JoinedRow, ObjectRow, prepareReads } from "./read-statements.ts";

type Reads = Pick<ReturnType<typeof prepareReads>, "joined" | "objects" | "list">;

/** What was put of a range. */
type Part = Pick<Joined, "count" | "last">;

const [comma, brace] = [Buffer.from(","), Buffer.from("}")];

/** The part of a list behind `after` as text, as it was at `at`. Called where all statements see one state. */
export function readJoined(reads: Reads, kind: number, range: JoinedRange, at: number): Joined {
  const { tail, limit } = range;
  const part =
    tail === undefined ? putObjects(reads, kind, range, at) : putTogether(reads, kind, { ...range, tail }, at);
  const { count, last: after } = part;
  // With bodies the range may have ended before.
  const mayGoOn = count === limit || tail === undefined;
  const more = after !== undefined && mayGoOn && isSomething(reads, kind, { ...range, after }, at);
  return { ...part, resourceVersion: at, more };
}

function putTogether({ joined }: Reads, kind: number, range: JoinedRange & { tail: string }, at: number): Part {
  const { namespace, after, limit, head, tail, put } = range;
  const around = [beforeMetadata(head), tail] as const;
  const row =
    namespace === undefined
      ? joined.everywhere.get(...around, kind, after?.namespace ?? "", after?.name ?? "", at, limit)
      : joined.inNamespace.get(...around, kind, namespace, after?.name ?? "", at, limit);
  const { text, count, last } = row as JoinedRow;
  if (text === null || last === null) return { count: 0, last: undefined };
  put(text);
  releaseBytes(text);
  const [lastNamespace = "", name = ""] = last.split("\u0001");
  return { count, last: { namespace: lastNamespace, name } };
}

/** Each is read, put and given back before the next: all of them find the same memory. */
function putObjects({ objects }: Reads, kind: number, range: JoinedRange, at: number): Part {
  const { namespace, after, limit, head, bytes, put } = range;
  const before = beforeMetadata(head);
  const rows =
    namespace === undefined
      ? objects.everywhere.iterate(before, kind, after?.namespace ?? "", after?.name ?? "", at, limit)
      : objects.inNamespace.iterate(before, kind, namespace, after?.name ?? "", at, limit);
  let size = 0;
  let count = 0;
  let last: Part["last"];
  for (const row of rows as Iterable<unknown>) {
    const [itsNamespace, name, text, packed] = row as ObjectRow;
    size += text.length + (packed ? putPacked(text, packed, put) : putText(text, put));
    count += 1;
    last = { namespace: itsNamespace, name };
    if (size >= bytes) break;
  }
  return { count, last };
}

type Put = JoinedRange["put"];

function putText(text: Uint8Array, put: Put): number {
  put(text);
  releaseBytes(text);
  return 0;
}

/** @returns How large the body is. */
function putPacked(text: Uint8Array, packed: Uint8Array, put: Put): number {
  const body = unpacked(packed);
  const { length } = body;
  put(text, comma, body, brace);
  releaseUnpacked(body);
  for (const bytes of [text, packed]) releaseBytes(bytes);
  return length;
}

/** Metadata begins with its resourceVersion. */
function beforeMetadata(head: string): string {
  return `${head}{"resourceVersion":"`;
}

function isSomething(reads: Reads, kind: number, { namespace, after }: JoinedRange, at: number): boolean {
  const { everywhere, inNamespace } = reads.list.metadata;
  const rows =
    namespace === undefined
      ? everywhere.all(kind, after?.namespace ?? "", after?.name ?? "", at, 1)
      : inNamespace.all(kind, namespace, after?.name ?? "", at, 1);
  return rows.length > 0;
}
