import { exitStatus } from "./arguments/exit-status.ts";
import { UsageError } from "./arguments/usage-error.ts";
import { ProgramFailedError } from "./programs/program-failed-error.ts";
import { ScanFailedError } from "./scan/scan-failed-error.ts";
import { InterruptedError } from "./terminal/interruption.ts";
import { printable } from "./terminal/printable.ts";

/** Errors whose message says enough, by name: what throws them is loaded only where it is needed. */
const explainedByName = new Set(["ConnectionError", "ApiError", "StorageFailedError"]);

/** What standard error says about a thrown value, and the exit status that goes with it. */
export function describeFailure(thrown: unknown, program: string): { message: string; status: number } {
  if (thrown instanceof InterruptedError) return { message: "Stopped.\n", status: thrown.exitStatus };
  if (thrown instanceof UsageError) {
    return { message: `${lines(thrown.message)}\nSee ${program} --help\n`, status: exitStatus.unreadable };
  }
  const message = isExplained(thrown) ? thrown.message : `This is a bug in sortie: ${stackOf(thrown)}`;
  return { message: `${lines(message)}\n`, status: exitStatus.failed };
}

/** Messages quote files, kubeconfigs and servers, and may have several lines. */
function lines(message: string): string {
  return message.replace(/[^\n\t]+/g, printable);
}

/** Anything else that is thrown is a bug, and its stack says where. */
function isExplained(thrown: unknown): thrown is Error {
  if (thrown instanceof ProgramFailedError || thrown instanceof ScanFailedError) return true;
  return thrown instanceof Error && explainedByName.has(thrown.name);
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
