import { systemReason } from "@sortie/process/system-reason";
import { exitStatus } from "../arguments/exit-status.ts";

/**
 * Who reads only the beginning of a report (`| head`, `2>&1 | head`) has seen enough. What else cannot be written, for
 * example because the disk is full, is said once and ends the command with 2, unless it ends with another failure.
 */
export function acceptClosedOutputs(): void {
  let isSaid = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE" || isSaid) return;
      isSaid = true;
      process.on("exit", () => {
        process.exitCode ||= exitStatus.unreadable;
      });
      if (stream === process.stdout) process.stderr.write(`Cannot write standard output: ${systemReason(error)}.\n`);
    });
  }
}
