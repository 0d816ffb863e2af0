// As a whole: where the command is installed, any Node may be asked to run it, and one that is too old says so itself.
import * as nodeModule from "node:module";
import { fileURLToPath } from "node:url";
import { acceptClosedOutputs } from "./start/closed-outputs.ts";
import { writeWholeOutput } from "./start/whole-output.ts";

/** `engines` of package.json. */
const oldestNode = [24, 12] as const;

acceptClosedOutputs();
writeWholeOutput();

if (isTooOld(process.versions.node)) {
  process.stderr.write(`sortie needs Node ${oldestNode.join(".")} or later, and this is ${process.version}.\n`);
  process.exitCode = 1;
} else {
  // Half of a short run is V8 reading source. A folder that cannot be written changes nothing.
  const directory = fileURLToPath(new URL("../../node_modules/.cache/compiled", import.meta.url));
  // Portable: an installed command may be put anywhere else.
  nodeModule.enableCompileCache({ directory, portable: true });
  process.exitCode = await run(process.argv.slice(2));
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
}

/** A `rego` command is as short as what it evaluates, so it loads nothing of the rest. */
async function run(args: string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first !== "rego") {
    const { runCommandLine } = await import("./run-command-line.ts");
    return await runCommandLine(args);
  }
  const { regoCommand } = await import("./rego/rego-command.ts");
  const { stdin, stdout, stderr } = process;
  const program = "sortie";
  const { interruption } = await import("./terminal/interruption.ts");
  try {
    return await regoCommand(rest, { stdin, stdout, stderr, program, interruption });
  } catch (error) {
    const { describeFailure } = await import("./describe-failure.ts");
    const { message, status } = describeFailure(error, program);
    stderr.write(message);
    return status;
  }
}
