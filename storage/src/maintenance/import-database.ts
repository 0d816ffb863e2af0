import { existsSync, renameSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Service } from "@sortie/process";
import type { Config } from "../config.ts";
import { isDamage } from "../store/sqlite/damage.ts";
import { diskTrouble } from "../store/sqlite/disk-error.ts";
import { firstVersion } from "../store/sqlite/first-version.ts";
import { migrate, type Step, versionOf } from "../store/sqlite/migrate.ts";
import { beginHistory, hasTables, migrations, readPosition } from "../store/sqlite/schema.ts";
import { inTransaction } from "../store/sqlite/transaction.ts";
import { checkDatabase, type Problems } from "./check-database.ts";
import { exportDatabase } from "./export-database.ts";
import { passingCopy, removeLeftovers } from "./leftovers.ts";
import { useOf } from "./open-reading.ts";

/** Where an import waits for the next start. */
function waitingFile(database: string): string {
  return `${database}.import`;
}

/**
 * Puts a copy of an exported database where storage takes it up at its next start, in place of the one it has: two
 * processes never write one file. Nothing happens when there is something wrong with it.
 *
 * @throws when there is no such file or no room for it.
 */
export async function importDatabase(source: string, database: string): Promise<Problems> {
  removeLeftovers(database);
  const use = useOf(source, database);
  const problems = checkDatabase(source, use);
  // Under a name by which it is taken away when this is killed.
  const unfinished = `${passingCopy(database, "import")}.unfinished`;
  if (problems.length === 0) await exportDatabase(source, waitingFile(database), { use, unfinished });
  return problems;
}

/** {@link adoptImport} for a program that starts, whose log tells of it. */
export function takeUpImport({ config, log, clock }: Pick<Service<Config>, "config" | "log" | "clock">): void {
  removeLeftovers(config.DATABASE_FILE);
  if (adopted(config.DATABASE_FILE, clock.now()))
    log.warn("an imported database has taken the place of the one before");
}

/** @throws with what the start waits for: a disk without room, for example. */
function adopted(database: string, now: Date): boolean {
  try {
    return adoptImport(database, now);
  } catch (error) {
    const why = diskTrouble(error, database)?.message ?? (error as Error).message;
    throw new Error(`${waitingFile(database)} cannot be taken up: ${why}`, { cause: error });
  }
}

/**
 * Takes up an import that waits, before the database is opened. `false` when there is none. The database that was there
 * is kept beside it under the name `.replaced`, until the next import.
 *
 * Clients that knew it hold resourceVersions of another history, so the numbers go on behind both and everybody is told
 * to list again.
 */
export function adoptImport(database: string, now: Date, steps: readonly Step[] = migrations): boolean {
  const waiting = waitingFile(database);
  if (!existsSync(waiting)) return false;
  const before = existsSync(database) ? newestOf(database, steps) : 0;
  forgetHistory(waiting, Math.max(before, firstVersion(now)), steps);
  if (existsSync(database)) renameSync(database, `${database}.replaced`);
  // The journal belongs to the file that it was written for, and is in it since that was closed.
  for (const journal of ["-wal", "-shm"]) rmSync(`${database}${journal}`, { force: true });
  renameSync(waiting, database);
  return true;
}

/**
 * Opened for writing, so that closing it brings its journal into it. 0 for one that is damaged, of another version or of another
 * program, which is what an import is for: the time of day is behind whatever it has counted to.
 */
function newestOf(database: string, steps: readonly Step[]): number {
  const db = new DatabaseSync(database);
  try {
    if (versionOf(db) !== steps.length || !hasTables(db)) return 0;
    beginHistory(db, 0);
    return readPosition(db).newest;
  } catch (error) {
    if (isDamage(error)) return 0;
    throw error;
  } finally {
    db.close();
  }
}

/** Leaves the last state of every object, as if nothing had happened since. A copy of an older version is migrated before. */
function forgetHistory(file: string, after: number, steps: readonly Step[]): void {
  const db = new DatabaseSync(file);
  try {
    migrate(db, steps);
    beginHistory(db, 0);
    const { newest } = readPosition(db);
    inTransaction(db, () => {
      db.exec("DELETE FROM revisions WHERE rv IN (SELECT replaces FROM revisions WHERE replaces IS NOT NULL)");
      db.exec("DELETE FROM revisions WHERE type = 2");
      db.prepare("UPDATE history SET compacted = ?").run(Math.max(after, newest) + 1);
    });
  } finally {
    db.close();
  }
}
