import type { DatabaseSync } from "node:sqlite";
import { typeCodes } from "./commit-batch.ts";
import { readPosition } from "./schema.ts";
import { inTransaction } from "./transaction.ts";

/** How much history is kept: at least `seconds`, unless that is more than `revisions` changes. */
export type HistoryWindow = { seconds: number; revisions: number };

/** `first`: {@link firstVersion} of whoever has the database open. Numbers are changes from there on only: before it they leave some out. */
export type KeptWindow = HistoryWindow & { first: number };

/** Rows per transaction, so that changes never wait long for a compaction. */
const chunk = 500;

type Row = { rv: number; type: number; replaces: number | null; committed_at: number };

/**
 * Forgets states that left the history window: what they were replaced by stays, so the last state of an object is never
 * touched and the world can be read as of any resourceVersion from the returned one on. At most one chunk a
 * call, so that commits wait for no more than that; `done` says whether it was all.
 */
export function compact(db: DatabaseSync, window: KeptWindow, now: Date): { compacted: number; done: boolean } {
  const { compacted, newest } = readPosition(db);
  const nowSeconds = Math.floor(now.getTime() / 1000);
  // What was committed long after now was committed while the clock was ahead: to wait for its time would keep years.
  const isRecent = ({ committed_at }: Row) => Math.abs(nowSeconds - committed_at) <= window.seconds;
  const next = db
    .prepare("SELECT rv, type, replaces, committed_at FROM revisions WHERE rv > ? ORDER BY rv LIMIT ?")
    .all(compacted, chunk) as unknown as Row[];
  // Up to the first that is to be kept: after a jump of the clock the times are not in order, the numbers always are.
  const isAmongLast = ({ rv }: Row) => Math.max(rv, window.first - 1) > newest - window.revisions;
  const kept = next.findIndex((row) => isRecent(row) && isAmongLast(row));
  const rows = kept === -1 ? next : next.slice(0, kept);
  const last = rows.at(-1);
  if (!last) return { compacted, done: true };
  const forget = db.prepare("DELETE FROM revisions WHERE rv = ?");
  inTransaction(db, () => {
    for (const { rv, type, replaces } of rows) {
      if (replaces !== null) forget.run(replaces);
      if (type === typeCodes.deleted) forget.run(rv);
    }
    db.prepare("UPDATE history SET compacted = ?").run(last.rv);
  });
  return { compacted: last.rv, done: rows.length < chunk };
}
