import { renameSync, rmSync } from "node:fs";
import { backup, DatabaseSync } from "node:sqlite";

/**
 * All pages in one step: a backup in several begins again whenever another process has written in between, and under load
 * would not end. Writers do not wait for it; what they write meanwhile is not in it.
 */
const pagesAtOnce = 2 ** 31 - 1;

/**
 * Copies a database to a file, whole or not at all, while storage runs on it or not.
 * https://www.sqlite.org/backup.html
 *
 * @param target Replaced when it exists.
 * @throws when the database does not exist or the target cannot be written.
 */
export async function exportDatabase(file: string, target: string): Promise<void> {
  const unfinished = `${target}.unfinished`;
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    await backup(db, unfinished, { rate: pagesAtOnce });
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    db.close();
  }
}
