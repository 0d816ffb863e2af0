import type { DatabaseSync } from "node:sqlite";
import { isDiskError } from "./disk-error.ts";

/**
 * Writes what is in the journal into the database and empties it: so it looks after a stop in order. On a full disk it stays
 * as it is, and is read from.
 */
export function emptyJournal(db: DatabaseSync): void {
  try {
    db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    if (!isDiskError(error)) throw error;
  }
}
