import { readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Copies that are on their way to or from somebody else lie beside the database, under the number of whoever makes them. */
export function passingCopy(database: string, way: "export" | "import"): string {
  return `${database}.${way}-${process.pid}`;
}

/** SQLite makes the others of a copy that it looks into, and of one that is not whole yet. */
const parts = ["", "-wal", "-shm", "-journal", ".unfinished", ".unfinished-journal"];

export function removeCopy(copy: string): void {
  for (const part of parts) rmSync(`${copy}${part}`, { force: true });
}

/** Takes away the copies of those who were killed: each is as large as the database. */
export function removeLeftovers(database: string): void {
  const folder = dirname(database);
  const prefix = `${basename(database)}.`;
  for (const name of readdirSync(folder)) {
    const [, number] = (name.startsWith(prefix) && /^(?:ex|im)port-(\d+)/.exec(name.slice(prefix.length))) || [];
    if (number !== undefined && !isRunning(Number(number))) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
