import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { atRest, behindLinks } from "../store/sqlite/at-rest.ts";

/** `served`: storage may run on it. `copy`: nobody writes to it, it may lie where nobody can, and nothing is left beside it. */
export type FileUse = "served" | "copy";

/** @param database The one that storage serves. */
export function useOf(file: string, database: string): FileUse {
  return behindLinks(file) === behindLinks(database) ? "served" : "copy";
}

/**
 * Opens a database to read it.
 *
 * @throws with the name of the file when there is none or it cannot be opened.
 */
export function openReading(file: string, use: FileUse): DatabaseSync {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new Error(`${file}: there is no such file`);
  if (found.isDirectory()) throw new Error(`${file} is a folder`);
  try {
    const isAtRest = use === "copy" && !existsSync(`${behindLinks(file)}-wal`);
    return new DatabaseSync(isAtRest ? atRest(file) : file, { readOnly: true });
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}
