import { DatabaseSync } from "node:sqlite";
import { atRest, wasLeftOpen } from "./at-rest.ts";
import { isDiskError } from "./disk-error.ts";
import { emptyJournal } from "./journal.ts";
import { versionOf } from "./migrate.ts";
import { openReader, type Reader } from "./reader.ts";
import { newestSchema, prepareDatabase } from "./schema.ts";

/** `isAtRest`: it sees nothing that is written from now on, and has to be opened again before anybody writes. */
type Prepared = { reader: Reader; isAtRest: boolean };

/**
 * Makes or migrates the tables before anybody reads. A disk without room for a journal, which takes 32 kB, is read from as it is.
 *
 * @throws with the name of the file, which SQLite does not say.
 */
export function openPrepared(file: string, now: Date): Prepared {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file);
    prepareDatabase(db, now);
    emptyJournal(db);
    return { reader: openReader(file), isAtRest: false };
  } catch (error) {
    if (isDiskError(error) && isReadable(file)) return { reader: openReader(atRest(file)), isAtRest: true };
    if (error instanceof Error) error.message = `${file}: ${error.message}`;
    throw error;
  } finally {
    db?.close();
  }
}

/** Whether everything is in the file, in tables that need no migration. */
function isReadable(file: string): boolean {
  if (wasLeftOpen(file)) return false;
  const db = new DatabaseSync(atRest(file), { readOnly: true });
  try {
    return versionOf(db) === newestSchema && db.prepare("SELECT 1 FROM history").get() !== undefined;
  } finally {
    db.close();
  }
}
