import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";

/** Waits until something in the folder has made it true. */
export async function waitFor(dir: string, isTrue: () => boolean): Promise<void> {
  const changes = watch(dir);
  try {
    while (!isTrue()) await once(changes, "change");
  } finally {
    changes.close();
  }
}

/** @throws Error with the folder's logs when the program that is to write the file ends before. */
export async function fileAppears(dir: string, file: string, writer: ChildProcess): Promise<void> {
  const ended = once(writer, "exit").then(([code]) => {
    const logs = readdirSync(dir).filter((name) => name.endsWith(".log"));
    throw new Error(`ended with ${code}: ${logs.map((name) => readFileSync(join(dir, name), "utf8")).join("")}`);
  });
  await Promise.race([waitFor(dir, () => existsSync(file)), ended]);
  ended.catch(() => {}); // a test ends it later
}
