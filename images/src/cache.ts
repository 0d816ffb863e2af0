import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A folder of the cache: `SORTIE_CACHE`, else `~/.cache/sortie`. Safe to delete. */
export function cacheFolder(name: string): string {
  const folder = join(process.env.SORTIE_CACHE ?? join(homedir(), ".cache", "sortie"), name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * A folder of the cache that either exists whole or not at all: `fill` writes into a temporary one beside it, which is
 * renamed when done. Two processes that fill at once do the work twice; the first rename wins.
 */
export async function cached(name: string, fill: (folder: string) => Promise<void> | void): Promise<string> {
  const folder = join(cacheFolder("images"), name);
  if (existsSync(folder)) return folder;
  return withTemporaryFolder(async (temporary) => {
    await fill(temporary);
    try {
      renameSync(temporary, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
    }
    return folder;
  });
}

const kept = 3;

/** What in a folder fits and was not among the last few used: its paths. */
export function longUnused(folder: string, fits: (name: string) => boolean): string[] {
  const paths = readdirSync(folder)
    .filter(fits)
    .map((name) => join(folder, name));
  return paths.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs).slice(kept);
}

/** A folder inside the cache that is gone when `work` ends. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(cacheFolder("images"), `tmp-${randomBytes(6).toString("hex")}`);
  mkdirSync(folder);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Short content hash, for names in the cache. */
export function shortHash(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(String(part.length)).update("\0").update(part);
  return hash.digest("hex").slice(0, 16);
}
