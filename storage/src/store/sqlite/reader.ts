import { DatabaseSync } from "node:sqlite";
import { contentSize, withPackedBody } from "../packed-body.ts";
import {
  type BodySize,
  ExpiredError,
  type HistoryRange,
  type Joined,
  type JoinedRange,
  type Key,
  type Listed,
  type Range,
  type Revision,
  type RevisionType,
  type StoreEvent,
} from "../store.ts";
import { fromBodyColumn } from "./body-column.ts";
import { readJoined } from "./read-joined.ts";
import { type ListRow, prepareReads, type Row } from "./read-statements.ts";
import type { Position } from "./schema.ts";

/** `bytes`: in the column. `head`: of a body that is packed there. */
type BodySizeRow = { bytes: number | null; head: Uint8Array | null };

const types: RevisionType[] = ["added", "modified", "deleted"];

/** Reads of the main thread, on a connection of its own that sees every committed change. */
export type Reader = {
  position(): Position;
  get(key: Key): Revision | undefined;
  bodySize(key: Key): BodySize;
  list(range: Range): Listed;
  joined(range: JoinedRange): Joined;
  changes(range: HistoryRange): StoreEvent[];
  count(kind: string): number;
  close(): void;
};

/** @param location A file, or what {@link atRest} makes of it. */
export function openReader(location: string | URL): Reader {
  const db = new DatabaseSync(location, { readOnly: true });
  db.exec("PRAGMA cache_size = -2048; PRAGMA busy_timeout = 5000;");
  const reads = prepareReads(db);
  const kindIds = new Map<string, number>();

  const position = () => reads.position.get() as Position;

  function kindId(kind: string): number | undefined {
    const known = kindIds.get(kind);
    if (known !== undefined) return known;
    const found = reads.kind.get(kind) as { id: number } | undefined;
    if (found) kindIds.set(kind, found.id);
    return found?.id;
  }

  function byNumber(rv: number | null, metadataOnly = false): Row | undefined {
    return rv === null ? undefined : (reads.revision[metadataOnly ? "metadata" : "full"].get(rv) as Row | undefined);
  }

  function revision(kind: string, row: Row): Revision {
    // A deletion keeps no body of its own: it is that of the state it ended, which is kept as long as the deletion is.
    const body = row.body === null ? byNumber(row.replaces)?.body : row.body;
    return listed(kind, [row.rv, row.namespace, row.name, row.type, row.metadata, row.digest, body]);
  }

  function listRows(kind: number, { namespace, after, limit, metadataOnly }: Range, at: number): ListRow[] {
    const { everywhere, inNamespace } = metadataOnly ? reads.list.metadata : reads.list.full;
    const rows =
      namespace === undefined
        ? everywhere.all(kind, after?.namespace ?? "", after?.name ?? "", at, limit + 1)
        : inNamespace.all(kind, namespace, after?.name ?? "", at, limit + 1);
    return rows as unknown as ListRow[];
  }

  /** The state of the world that is read. @throws ExpiredError. Called where all statements see one state. */
  function stateAt(at: number | undefined): number {
    const { newest, compacted } = position();
    if (at === undefined) return newest;
    checkKept(reads, at, compacted);
    return at;
  }

  function changeRows(kind: number, { namespace, after, upTo, limit, metadataOnly }: HistoryRange): Row[] {
    const { everywhere, inNamespace } = metadataOnly ? reads.changes.metadata : reads.changes.full;
    const rows =
      namespace === undefined
        ? everywhere.all(kind, after, upTo, limit)
        : inNamespace.all(kind, after, upTo, namespace, limit);
    return rows as unknown as Row[];
  }

  return {
    position,

    get: ({ kind, namespace, name }) => {
      const row = reads.last.get(kindId(kind) ?? -1, namespace, name) as ListRow | undefined;
      return row && types[row[3]] !== "deleted" ? listed(kind, row) : undefined;
    },

    bodySize: ({ kind, namespace, name }) => {
      return sizeOf(reads.bodySize.get(kindId(kind) ?? -1, namespace, name) as BodySizeRow | undefined);
    },
    list: (range) =>
      inOneState(reads, () => {
        const resourceVersion = stateAt(range.at);
        const rows = listRows(kindId(range.kind) ?? -1, range, resourceVersion);
        const more = rows.length > range.limit;
        if (more) rows.pop();
        return { revisions: rows.map((row) => listed(range.kind, row)), resourceVersion, more };
      }),

    joined: (range) => inOneState(reads, () => readJoined(reads, kindId(range.kind) ?? -1, range, stateAt(range.at))),

    changes: (range) =>
      inOneState(reads, () => {
        const { compacted } = position();
        checkKept(reads, range.after, compacted);
        return changeRows(kindId(range.kind) ?? -1, range).map((row) => {
          const before = byNumber(row.replaces, range.metadataOnly);
          return { revision: revision(range.kind, row), previous: before && revision(range.kind, before) };
        });
      }),

    count: (kind) => (reads.count.get(kindId(kind) ?? -1) as { count: number }).count,
    close: () => db.close(),
  };
}

function sizeOf(row: BodySizeRow | undefined): BodySize {
  const stored = row?.bytes ?? 0;
  return { stored, read: row?.head ? contentSize(row.head) : stored };
}

/** Of an object that there is: it has a body of its own. */
function listed(kind: string, [resourceVersion, namespace, name, type, metadata, digest, body]: ListRow): Revision {
  const state = {
    key: { kind, namespace, name },
    resourceVersion,
    type: types[type] ?? "modified",
    metadata,
    digest: digest === null ? undefined : (JSON.parse(digest) as number[]),
  };
  if (body instanceof Uint8Array) return withPackedBody(state, body);
  const { key } = state;
  return { key, resourceVersion, type: state.type, metadata, digest: state.digest, body: fromBodyColumn(body) };
}

/**
 * A number between two changes was of one that the file has lost.
 *
 * @throws ExpiredError
 */
function checkKept({ from }: ReturnType<typeof prepareReads>, at: number, compacted: number): void {
  if (at === compacted) return;
  const next = at < compacted ? compacted : (from.get(at) as { rv: number | null }).rv;
  if (next !== null && next > at) throw new ExpiredError(at, next);
}

/** All statements inside see one state, whatever the writer does meanwhile. */
function inOneState<T>({ begin, commit }: ReturnType<typeof prepareReads>, read: () => T): T {
  begin.run();
  try {
    return read();
  } finally {
    commit.run();
  }
}
