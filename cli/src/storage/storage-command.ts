import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Writable } from "node:stream";
import { systemReason } from "@sortie/process/system-reason";
import { exitStatus } from "../arguments/exit-status.ts";
import type { StorageCommand, StoragePlace } from "../arguments/parse-arguments.ts";
import { UsageError } from "../arguments/usage-error.ts";
import { checkOutput } from "../scan/write-report.ts";
import { counted } from "../terminal/layout.ts";
import { printable } from "../terminal/printable.ts";
import type { Session } from "../terminal/session.ts";
import { exportToFile, exportToOutput } from "./export-results.ts";
import { problemsFrom } from "./problems.ts";
import { storageStart } from "./storage-place.ts";

type StorageSession = Omit<Session, "stdout"> & { stdout: Session["stdout"] & Writable };

/** Runs `sortie storage` and returns its exit status: a damaged database is a failure. */
export async function storageCommand(command: StorageCommand, session: StorageSession): Promise<number> {
  if (command.action === "export") return await exportResults(command, session);
  if (command.action === "import") return await importResults(command, session);
  const { environment, signal } = session;
  const problems = await problemsFrom(storageStart(command.place, ["check"], environment), { signal });
  return tell(problems, "The database is whole.", session);
}

type Copy = { place: StoragePlace; file: string };

async function exportResults({ place, file }: Copy, session: StorageSession): Promise<number> {
  const { environment, signal, stdout, stderr } = session;
  const start = storageStart(place, ["export", "-"], environment);
  if (file === "-") {
    if (stdout.isTTY) throw new UsageError("A database is nothing to look at: name a file, or pipe it on.");
    await exportToOutput(start, stdout, signal);
    return exitStatus.scanned;
  }
  checkOutput(file);
  const bytes = await exportToFile(start, file, signal);
  stderr.write(`Exported to ${file}: ${(bytes / 1e6).toFixed(1)} MB.\n`);
  return exitStatus.scanned;
}

async function importResults({ place, file }: Copy, session: StorageSession): Promise<number> {
  const { environment, signal } = session;
  await checkReadable(file);
  const start = storageStart(place, ["import", "-"], environment);
  const problems = await problemsFrom(start, { input: createReadStream(file), signal });
  const restart =
    place.type === "cluster" ? `: kubectl --namespace ${place.namespace} rollout restart deployment/storage` : ".";
  return tell(problems, `The copy is whole. Storage takes it up at its next start${restart}`, session);
}

/** @throws UsageError where the file cannot be read. */
async function checkReadable(file: string): Promise<void> {
  try {
    await (await open(file)).close();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError(`Cannot read ${file}: ${systemReason(error)}.`);
  }
}

function tell(problems: string[], whole: string, { stdout }: StorageSession): number {
  if (problems.length === 0) {
    stdout.write(`${whole}\n`);
    return exitStatus.scanned;
  }
  const lines = problems.map((problem) => `  ${printable(problem)}`);
  stdout.write(`${[`${counted(problems.length, "problem")}:`, ...lines].join("\n")}\n`);
  return exitStatus.failed;
}
