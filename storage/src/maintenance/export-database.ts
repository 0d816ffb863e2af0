import { closeSync, openSync, renameSync, rmSync, type Stats, statSync } from "node:fs";
import { backup } from "node:sqlite";
import { behindLinks } from "../store/sqlite/at-rest.ts";
import { passingCopy, removeCopy, removeLeftovers } from "./leftovers.ts";
import { type FileUse, openReading } from "./open-reading.ts";

/**
 * All pages in one step: a backup in several begins again whenever another process has written in between, and under load
 * would not end. Writers do not wait for it; what they write meanwhile is not in it.
 */
const pagesAtOnce = 2 ** 31 - 1;

/**
 * Copies a database to a file that is its owner's alone, whole or not at all, while storage runs on it or not.
 * https://www.sqlite.org/backup.html
 *
 * @param target Replaced when it exists.
 * @param unfinished What it is called until it is whole: a name of this process, as another may export to the same target.
 * @throws when the database does not exist, or the target cannot be written or is part of the database.
 */
export async function exportDatabase(
  file: string,
  target: string,
  {
    use = "served",
    unfinished = `${passingCopy(target, "export")}.unfinished`,
  }: { use?: FileUse; unfinished?: string } = {},
): Promise<void> {
  const found = statSync(target, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new Error(`${target} is a folder`);
  // A device or pipe would be gone, and nothing written to it.
  if (found && !found.isFile()) throw new Error(`${target} is no file`);
  if (found && isPartOf(file, found)) throw new Error(`${target} is the database itself`);
  const db = openReading(file, use);
  try {
    removeLeftovers(target);
    // What was left by one that did not end may be longer, and anybody's.
    removeCopy(unfinished);
    closeSync(openSync(unfinished, "wx", 0o600));
    await backup(db, unfinished, { rate: pagesAtOnce });
    // The journal of a database that was there and was not closed would be taken for this one's.
    for (const journal of ["-wal", "-shm"]) rmSync(`${target}${journal}`, { force: true });
    renameSync(unfinished, target);
  } catch (error) {
    removeCopy(unfinished);
    throw new Error(`${target}: ${(error as Error).message}`, { cause: error });
  } finally {
    db.close();
  }
}

/** Under whatever name: in its place storage would write on into a file that nobody finds again. */
function isPartOf(database: string, { dev, ino }: Stats): boolean {
  return ["", "-wal", "-shm"].some((part) => {
    const own = statSync(`${behindLinks(database)}${part}`, { throwIfNoEntry: false });
    return own?.dev === dev && own.ino === ino;
  });
}
