import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { systemReason } from "@sortie/process/system-reason";
import { UsageError } from "../arguments/usage-error.ts";
import { runInStorage, type StorageEnd } from "./run-in-storage.ts";
import { StorageFailedError } from "./storage-failed-error.ts";
import type { StorageStart } from "./storage-place.ts";

/** Copies the database to standard output. */
export async function exportToOutput(start: StorageStart, output: Writable, signal: AbortSignal): Promise<void> {
  succeeded(await runInStorage(start, { output, signal }));
}

/**
 * Copies the database to a file, which is whole or not there. Returns its size in bytes.
 *
 * @throws UsageError where the file cannot be written.
 */
export async function exportToFile(start: StorageStart, file: string, signal: AbortSignal): Promise<number> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    // Results say where a cluster is weak.
    const output = createWriteStream(draft, { mode: 0o600 });
    succeeded(await runInStorage(start, { output, signal }));
    output.end();
    await finished(output);
    const { size } = await stat(draft);
    await rename(draft, file);
    return size;
  } catch (error) {
    await rm(draft, { force: true });
    if (!(error instanceof Error && "path" in error && "code" in error)) throw error;
    throw new UsageError(`Cannot write ${file}: ${systemReason(error)}.`);
  }
}

function succeeded({ code, said }: StorageEnd): void {
  if (code !== 0) throw new StorageFailedError(`Nothing was exported: ${said || `exit code ${code}`}`);
}
