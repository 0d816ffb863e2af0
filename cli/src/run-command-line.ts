import { readConfig } from "@sortie/process";
import { exitStatus } from "./arguments/exit-status.ts";
import { help } from "./arguments/help.ts";
import { parseArguments } from "./arguments/parse-arguments.ts";
import { describeFailure } from "./terminal/describe-failure.ts";
import { interruption } from "./terminal/interruption.ts";
import { Environment, programName, type Session } from "./terminal/session.ts";
import { version } from "./version.ts";

/** Runs `sortie` with everything but its `rego` commands, and returns the exit status. */
export async function runCommandLine(args: string[]): Promise<number> {
  const session: Session = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: readConfig(Environment),
    folder: process.cwd(),
    signal: interruption(),
  };
  try {
    const command = parseArguments(args);
    if (command.command === "help") {
      session.stdout.write(help(programName(session.environment)));
      return exitStatus.scanned;
    }
    if (command.command === "version") {
      session.stdout.write(`${version()}\n`);
      return exitStatus.scanned;
    }
    if (command.command === "controls") {
      const { controlsCommand } = await import("./controls/controls-command.ts");
      controlsCommand(command, session);
      return exitStatus.scanned;
    }
    // Help and mistakes are answered without loading what a scan needs.
    const { scanCommand } = await import("./scan/scan-command.ts");
    return await scanCommand(command, session);
  } catch (error) {
    const { message, status } = describeFailure(error, programName(session.environment));
    session.stderr.write(message);
    return status;
  }
}
