import { environment } from "@sortie/process/environment";
import { exitStatus } from "./arguments/exit-status.ts";
import { help } from "./arguments/help.ts";
import { flagged, parseArguments } from "./arguments/parse-arguments.ts";
import { UsageError } from "./arguments/usage-error.ts";
import { describeFailure } from "./describe-failure.ts";
import { interruption, leaveToSignals } from "./terminal/interruption.ts";
import { programName, type Session } from "./terminal/session.ts";
import { version } from "./version.ts";

/** Runs `sortie` with everything but its `rego` commands, and returns the exit status. */
export async function runCommandLine(args: string[]): Promise<number> {
  const { stdin, stdout, stderr } = process;
  const signal = interruption();
  // Nobody waits any longer for what is piped in.
  signal.addEventListener("abort", () => stdin.destroy(), { once: true });
  const own = environment();
  try {
    const command = parseArguments(args);
    if (command.command === "help") {
      stdout.write(help(programName(own), command.topic));
      return exitStatus.scanned;
    }
    if (command.command === "version") {
      stdout.write(`${version()}\n`);
      return exitStatus.scanned;
    }
    const session: Session = { stdin, stdout, stderr, environment: own, folder: currentFolder(), signal };
    if (command.command === "controls") {
      const { controlsCommand } = await import("./controls/controls-command.ts");
      controlsCommand(command, session);
      return exitStatus.scanned;
    }
    if (command.command === "storage") {
      const { storageCommand } = await import("./storage/storage-command.ts");
      return await storageCommand(command, { ...session, stdout });
    }
    // Help and mistakes are answered without loading what a scan needs.
    const { scanCommand } = await import("./scan-command.ts");
    return await scanCommand(command, session);
  } catch (thrown) {
    // Whatever Ctrl-C broke off, it is what there is to say.
    const error: unknown = signal.aborted ? signal.reason : thrown;
    const program = programName(own);
    const command = flagged(args[0]);
    const { message, status } = describeFailure(error, command === undefined ? program : `${program} ${command}`);
    stderr.write(message);
    return status;
  } finally {
    leaveToSignals();
  }
}

/** @throws UsageError where somebody has removed it meanwhile. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError("The folder that this was started in is not there any more. Change to another one.");
  }
}
