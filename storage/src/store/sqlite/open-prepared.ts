import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { atRest, wasLeftOpen } from "./at-rest.ts";
import { diskTrouble } from "./disk-error.ts";
import { emptyJournal } from "./journal.ts";
import { versionOf } from "./migrate.ts";
import { openReader, type Reader } from "./reader.ts";
import { newestSchema, prepareDatabase } from "./schema.ts";

/** `isAtRest`: it sees nothing that is written from now on, and has to be opened again before anybody writes. */
type Opened = { reader: Reader; isAtRest: boolean };

/**
 * Makes or migrates the tables before anybody reads. A disk without room for a journal, which takes 32 kB and two files, is read from
 * as it is.
 *
 * @throws with the name of the file, which SQLite does not say.
 */
export function openPrepared(file: string, now: Date): Opened {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file);
    prepareDatabase(db, now);
    emptyJournal(db);
    return { reader: openReader(file), isAtRest: false };
  } catch (error) {
    const opened = readerAtRest(error, file);
    if (opened) return opened;
    if (error instanceof Error) error.message = `${file}: ${diskTrouble(error, file)?.message ?? error.message}`;
    throw error;
  } finally {
    db?.close();
  }
}

/** What another thread reads with, which sees every committed change: opened again until there is room for a journal. */
export function readerBeside(file: string): () => Reader {
  let opened = openBeside(file);
  return () => {
    if (!opened.isAtRest) return opened.reader;
    opened.reader.close();
    opened = openBeside(file);
    return opened.reader;
  };
}

/** Even who only reads needs the index of the journal. */
function openBeside(file: string): Opened {
  try {
    return { reader: openReader(file), isAtRest: false };
  } catch (error) {
    const opened = readerAtRest(error, file);
    if (opened) return opened;
    throw error;
  }
}

/** @param error Why the file cannot be opened otherwise. */
function readerAtRest(error: unknown, file: string): Opened | undefined {
  if (!diskTrouble(error, file) || !isReadable(file)) return undefined;
  return { reader: openReader(atRest(file)), isAtRest: true };
}

/** Whether everything is in the file, in tables that need no migration. */
function isReadable(file: string): boolean {
  if (!existsSync(file) || wasLeftOpen(file)) return false;
  const db = new DatabaseSync(atRest(file), { readOnly: true });
  try {
    return versionOf(db) === newestSchema && db.prepare("SELECT 1 FROM history").get() !== undefined;
  } finally {
    db.close();
  }
}
