import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemReason } from "@sortie/process/system-reason";
import { UsageError } from "../arguments/usage-error.ts";

/** Folder of one run: database, credentials, logs. Only its owner may look into it (mode 0700, as `mkdtemp` makes it). */
export type WorkFolder = {
  path: string;
  /** Subfolder of the logs. */
  logs: string;
  /** Removes everything, or everything but the logs. */
  remove(options: { keepLogs: boolean }): void;
};

/** @throws UsageError where there can be no such folder. */
export function createWorkFolder(): WorkFolder {
  const path = inTemporaryFolder(() => mkdtempSync(join(tmpdir(), "sortie-scan-")));
  const logs = join(path, "logs");
  const remove = ({ keepLogs }: { keepLogs: boolean }) => {
    const paths = keepLogs ? readdirSync(path).map((name) => join(path, name)) : [path];
    for (const one of paths) if (!keepLogs || one !== logs) rmSync(one, { recursive: true, force: true });
  };
  try {
    inTemporaryFolder(() => mkdirSync(logs));
  } catch (error) {
    remove({ keepLogs: false });
    throw error;
  }
  return { path, logs, remove };
}

/**
 * Does what writes below a work folder.
 *
 * @throws UsageError where the system refuses it, most often because the disk is full: `TMPDIR` says which disk it is.
 */
export function inTemporaryFolder<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(
      `Cannot write to the temporary folder ${tmpdir()}: ${systemReason(error)}. TMPDIR names another.`,
    );
  }
}
