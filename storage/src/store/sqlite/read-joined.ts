import type { Joined, JoinedRange } from "../store.ts";
import type { JoinedRow, prepareReads } from "./read-statements.ts";

type Reads = Pick<ReturnType<typeof prepareReads>, "joined" | "list">;

/** The part of a list behind `after` as one text, as it was at `at`. Called where all statements see one state. */
export function readJoined(reads: Reads, kind: number, range: JoinedRange, at: number): Joined {
  const { text, count, last } = joinedRow(reads, kind, range, at);
  if (text === null || last === null) {
    return { text: new Uint8Array(), count: 0, last: undefined, resourceVersion: at, more: false };
  }
  const [namespace = "", name = ""] = last.split("\u0001");
  const after = { namespace, name };
  const more = count === range.limit && isSomething(reads, kind, { ...range, after }, at);
  return { text, count, last: after, resourceVersion: at, more };
}

function joinedRow({ joined }: Reads, kind: number, range: JoinedRange, at: number): JoinedRow {
  const { namespace, after, limit, head, tail } = range;
  // Metadata begins with its resourceVersion.
  const around = [`${head}{"resourceVersion":"`, tail] as const;
  const row =
    namespace === undefined
      ? joined.everywhere.get(...around, kind, after?.namespace ?? "", after?.name ?? "", at, limit)
      : joined.inNamespace.get(...around, kind, namespace, after?.name ?? "", at, limit);
  return row as JoinedRow;
}

function isSomething({ list }: Reads, kind: number, { namespace, after }: JoinedRange, at: number): boolean {
  const { everywhere, inNamespace } = list.metadata;
  const rows =
    namespace === undefined
      ? everywhere.all(kind, after?.namespace ?? "", after?.name ?? "", at, 1)
      : inNamespace.all(kind, namespace, after?.name ?? "", at, 1);
  return rows.length > 0;
}
