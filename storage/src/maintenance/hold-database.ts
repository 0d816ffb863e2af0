import { DatabaseSync } from "node:sqlite";
import { behindLinks } from "../store/sqlite/at-rest.ts";
import { diskTrouble } from "../store/sqlite/disk-error.ts";

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html. */
const busy = 5;

/** How long one that is ending has for it. */
const waitMs = 5000;

/**
 * Has a database for this process alone until it is let go or the process ends, however it ends: two that serve one file tell
 * their watchers of half of the changes, and one would take up an import beneath the other. The lock is on an empty file beside
 * it, `.lock`, as commands read the database itself meanwhile.
 *
 * @returns what lets it go.
 * @throws when another process has it.
 */
export function holdDatabase(file: string): () => void {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(`${behindLinks(file)}.lock`, { timeout: waitMs });
    // In memory, so that it takes no room on the disk.
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    lock?.close();
    const isHeld = (error as { errcode?: number }).errcode === busy;
    const { message } = diskTrouble(error, file) ?? (error as Error);
    throw new Error(`${file}: ${isHeld ? "another process serves it" : message}`, { cause: error });
  }
  const held = lock;
  return () => held.close();
}
