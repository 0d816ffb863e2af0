import { existsSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Where a file is: there SQLite has its journal, too. */
export function behindLinks(file: string): string {
  return existsSync(file) ? realpathSync(file) : resolve(file);
}

/** Whether whoever had the database open last did not close it: closing takes the journal away. */
export function wasLeftOpen(database: string): boolean {
  return (statSync(`${behindLinks(database)}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * A database that nobody writes to. One with a journal of its own makes files beside itself even for whoever only reads it,
 * unless it is said that it does not change. https://www.sqlite.org/uri.html#uriimmutable
 */
export function atRest(file: string): URL {
  const url = pathToFileURL(file);
  url.searchParams.set("immutable", "1");
  return url;
}
