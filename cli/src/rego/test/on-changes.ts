import { once } from "node:events";
import { statSync, watch } from "node:fs";
import { basename, dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { RegoUsageError } from "../flags/read-flags.ts";
import { describeProblem, fileOf } from "../load/load-paths.ts";

/** An editor writes a file in several steps; they are one change. */
const settledMs = 100;

/**
 * Calls `run` after each change of a file at or below the paths, and `announce` whenever it begins to wait for one, until
 * the signal is aborted.
 *
 * @throws RegoUsageError for a path that cannot be watched.
 */
export async function onChanges(
  paths: readonly string[],
  signal: AbortSignal,
  announce: () => void,
  run: () => void,
): Promise<void> {
  const changes = new EventTarget();
  let isChanged = false;
  const noticed = (): void => {
    isChanged = true;
    changes.dispatchEvent(new Event("change"));
  };
  for (const path of paths) watchPath(fileOf(path), signal, noticed);
  while (!signal.aborted) {
    announce();
    if (!isChanged) await once(changes, "change", { signal }).catch(untilAborted);
    await delay(settledMs, undefined, { signal }).catch(untilAborted);
    isChanged = false;
    if (!signal.aborted) run();
  }
}

/** Editors put a new file in the place of an old one, so it is the folder of a file that tells. */
function watchPath(path: string, signal: AbortSignal, noticed: () => void): void {
  try {
    if (statSync(path).isDirectory()) watch(path, { recursive: true, signal }, noticed);
    else watch(dirname(path), { signal }, (_event, name) => name === basename(path) && noticed());
  } catch (error) {
    throw new RegoUsageError(`cannot watch ${describeProblem(path, error)}`);
  }
}

function untilAborted(error: Error): void {
  if (error.name !== "AbortError") throw error;
}
