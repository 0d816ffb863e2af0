import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where built binaries and images are kept between runs: `SORTIE_CACHE`, else `~/.cache/sortie`. Safe to delete. */
function cacheDirectory(): string {
  const directory = process.env.SORTIE_CACHE ?? join(homedir(), ".cache", "sortie");
  mkdirSync(directory, { recursive: true });
  return directory;
}

/**
 * A directory of the cache that either exists whole or not at all: `fill` writes into a temporary directory beside it,
 * which is renamed when done. Two processes that fill at once do the work twice; the first rename wins.
 */
export async function cached(name: string, fill: (directory: string) => Promise<void>): Promise<string> {
  const directory = join(cacheDirectory(), name);
  if (existsSync(directory)) return directory;
  const temporary = `${directory}.${randomBytes(4).toString("hex")}.tmp`;
  mkdirSync(temporary, { recursive: true });
  try {
    await fill(temporary);
    renameSync(temporary, directory);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!isDirectoryTaken(error)) throw error;
  }
  return directory;
}

function isDirectoryTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOTEMPTY" || error.code === "EEXIST");
}
