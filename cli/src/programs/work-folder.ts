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

/** @throws UsageError where there can be no such folder: `TMPDIR` says where it is made. */
export function createWorkFolder(): WorkFolder {
  const path = newFolder();
  const logs = join(path, "logs");
  mkdirSync(logs);
  const remove = ({ keepLogs }: { keepLogs: boolean }) => {
    const paths = keepLogs ? readdirSync(path).map((name) => join(path, name)) : [path];
    for (const one of paths) if (!keepLogs || one !== logs) rmSync(one, { recursive: true, force: true });
  };
  return { path, logs, remove };
}

function newFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), "sortie-scan-"));
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(
      `Cannot make a temporary folder in ${tmpdir()}: ${systemReason(error)}. TMPDIR names another.`,
    );
  }
}
