import type { DatabaseSync, StatementSync } from "node:sqlite";
import { releaseBytes } from "../../memory/release-bytes.ts";
import { createBufferSweep } from "../../memory/sweep-buffers.ts";
import { pack } from "../packed-body.ts";
import type { Key, RevisionType } from "../store.ts";
import { toBodyColumn } from "./body-column.ts";
import { readPosition } from "./schema.ts";
import { inTransaction } from "./transaction.ts";

/** A change on its way to the writer: `replaces` is only the number, the rest of that state stays with the caller. */
export type WrittenChange = {
  key: Key;
  type: RevisionType;
  replaces: number | undefined;
  metadata: string;
  digest: number[] | undefined;
  /** Text, text as bytes, or what the column holds; `undefined`: as in the state it replaces. */
  body: string | { utf8: Uint8Array } | Uint8Array | undefined;
};

/** The new resourceVersion, or why there is none. */
export type WriteResult = { resourceVersion: number } | { refused: "exists" | "changed" };

/** A few vulnerability manifests, compressed: this thread has a small heap, and the time. */
const sweptBytes = 2_000_000;

export const typeCodes: Record<RevisionType, number> = { added: 0, modified: 1, deleted: 2 };

/**
 * Writes changes in order, all in one transaction, so that many share one flush of the disk. A refused change leaves the
 * others as they are; a failing disk leaves none of them.
 *
 * @param first The least resourceVersion. Where the file has gone back to an earlier state, those behind it have been given.
 */
export function createBatchWriter(
  db: DatabaseSync,
  first: number,
): (changes: WrittenChange[], now: Date) => WriteResult[] {
  const last = db.prepare(
    "SELECT rv, type FROM revisions WHERE kind = ? AND namespace = ? AND name = ? ORDER BY rv DESC LIMIT 1",
  );
  const insert = db.prepare(
    `INSERT INTO revisions (rv, kind, namespace, name, type, replaces, committed_at, metadata, digest, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const kindId = kindIds(db);
  const sweep = createBufferSweep(sweptBytes);
  let newest = Math.max(readPosition(db).newest, first - 1);

  return (changes, now) => {
    const before = newest;
    try {
      return inTransaction(db, () =>
        changes.map((change) => {
          const kind = kindId(change.key.kind);
          const refused = refusal(last, kind, change);
          if (refused) return { refused };
          newest += 1;
          sweep(write(insert, newest, kind, change, now));
          return { resourceVersion: newest };
        }),
      );
    } catch (error) {
      newest = before;
      throw error;
    }
  };
}

function refusal(last: StatementSync, kind: number, change: WrittenChange): "exists" | "changed" | undefined {
  const row = last.get(kind, change.key.namespace, change.key.name) as { rv: number; type: number } | undefined;
  const live = row && row.type !== typeCodes.deleted ? row.rv : undefined;
  if (live === change.replaces) return undefined;
  return change.replaces === undefined ? "exists" : "changed";
}

/**
 * SQLite keeps what it is given: bytes are released, also where the transaction fails in the end, which nobody tries again.
 * Returns how many have been made on the way: zlib leaves about as many behind.
 */
function write(insert: StatementSync, rv: number, kind: number, change: WrittenChange, now: Date): number {
  const { key, type, replaces, metadata, digest, body } = change;
  const column = columnOf(body);
  insert.run(
    rv,
    kind,
    key.namespace,
    key.name,
    typeCodes[type],
    replaces ?? null,
    Math.floor(now.getTime() / 1000),
    metadata,
    digest ? JSON.stringify(digest) : null,
    column,
  );
  if (!(column instanceof Uint8Array)) return 0;
  const { length } = column;
  releaseBytes(column);
  return length;
}

function columnOf(body: WrittenChange["body"]): string | Uint8Array | null {
  if (body === undefined) return null;
  if (typeof body === "string") return toBodyColumn(body);
  if (body instanceof Uint8Array) return body;
  const compressed = pack(body.utf8);
  releaseBytes(body.utf8);
  return compressed;
}

/** Numbers of kinds, made at their first use. A number rolled back with its transaction is asked for again. */
function kindIds(db: DatabaseSync): (name: string) => number {
  const find = db.prepare("SELECT id FROM kinds WHERE name = ?");
  const make = db.prepare("INSERT INTO kinds (name) VALUES (?) RETURNING id");
  const known = new Map<string, number>();
  return (name) => {
    const id = known.get(name);
    if (id !== undefined) return id;
    const found = find.get(name) as { id: number } | undefined;
    if (found) {
      known.set(name, found.id);
      return found.id;
    }
    return (make.get(name) as { id: number }).id;
  };
}
