import type { JobOutcome } from "@sortie/wire";
import { UsageError } from "../arguments/usage-error.ts";
import { ScanFailedError } from "./scan-failed-error.ts";

/**
 * The scan said what went wrong. Where something that the person named is the reason, the message is enough; else the log,
 * if there is one, has the details.
 */
export function reportedFailure({ message, code }: Extract<JobOutcome, { status: "failed" }>, log?: string): Error {
  if (code === "invalid_input") return new UsageError(`${message.charAt(0).toUpperCase()}${message.slice(1)}`);
  const lines = [`The scan failed: ${message} (${code})`, ...(log === undefined ? [] : [`Its log: ${log}`])];
  return new ScanFailedError(lines.join("\n"));
}
