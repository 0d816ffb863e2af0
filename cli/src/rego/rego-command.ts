import { didYouMean } from "@sortie/process/suggest";
import { columns } from "./flags/help.ts";
import { RegoUsageError } from "./flags/read-flags.ts";
import type { RegoSession } from "./rego-session.ts";

const commands = {
  eval: "evaluate a query, as `opa eval` does",
  test: "run the tests of policies, as `opa test` does",
  check: "find errors in policies, as `opa check` does",
};

/** Runs `sortie rego …` and returns its exit status. Each command loads only what it needs. */
export async function regoCommand(
  [name = "--help", ...args]: readonly string[],
  session: RegoSession,
): Promise<number> {
  try {
    switch (name) {
      case "eval": {
        const { evalCommand } = await import("./eval/eval-command.ts");
        return await evalCommand(args, session);
      }
      case "test": {
        const { testCommand } = await import("./test/test-command.ts");
        return await testCommand(args, session);
      }
      case "check": {
        const { checkCommand } = await import("./check/check-command.ts");
        return checkCommand(args, session);
      }
      case "help":
      case "-h":
      case "--help":
        session.stdout.write(regoHelp(session.program));
        return 0;
      default:
        throw new RegoUsageError(`unknown command ${name}.${didYouMean(name, Object.keys(commands))}`);
    }
  } catch (error) {
    if (!(error instanceof RegoUsageError)) throw error;
    const command = Object.hasOwn(commands, name) ? `rego ${name}` : "rego";
    session.stderr.write(`Error: ${error.message}\nSee ${session.program} ${command} --help\n`);
    return 1;
  }
}

function regoHelp(program: string): string {
  return `Evaluates, tests and checks Rego policies with the flags, output and exit status of OPA.

Usage
  ${program} rego COMMAND --help    explains a command, with examples

Commands
${columns(Object.entries(commands))}
`;
}
