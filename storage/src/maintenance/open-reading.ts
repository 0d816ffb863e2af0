import { existsSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

/** `served`: storage may run on it. `copy`: nobody writes to it, it may lie where nobody can, and nothing is left beside it. */
export type FileUse = "served" | "copy";

/** @param database The one that storage serves. */
export function useOf(file: string, database: string): FileUse {
  return behindLinks(file) === behindLinks(database) ? "served" : "copy";
}

/** Where a file is: there SQLite has its journal, too. */
export function behindLinks(file: string): string {
  return existsSync(file) ? realpathSync(file) : resolve(file);
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
    return new DatabaseSync(use === "copy" ? atRest(file) : file, { readOnly: true });
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * A database with a journal of its own makes files beside itself even for whoever only reads it, unless it is said that it
 * does not change. https://www.sqlite.org/uri.html#uriimmutable
 */
function atRest(file: string): string | URL {
  if (existsSync(`${behindLinks(file)}-wal`)) return file;
  const url = pathToFileURL(file);
  url.searchParams.set("immutable", "1");
  return url;
}
