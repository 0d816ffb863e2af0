import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { poll } from "./run-command.ts";

/** Long enough for another process that builds everything from nothing. */
const waitSeconds = 1800;

/** Runs `work` while no other process holds the lock `file`. The lock of a process that has ended counts as free. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  const taken = await poll(waitSeconds, () => tryLock(file), 200);
  if (!taken) throw new Error(`another process holds ${file}`);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file: string): true | undefined {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    if (!existsSync(`/proc/${readHolder(file)}`)) rmSync(file, { force: true });
    return undefined;
  }
}

/** Empty for the moment between making the file and writing to it, and when it was removed meanwhile. */
function readHolder(file: string): string {
  try {
    return readFileSync(file, "utf8") || "self";
  } catch {
    return "self";
  }
}
