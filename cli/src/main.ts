import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Half of a short run is V8 reading source. A folder that cannot be written changes nothing.
enableCompileCache(fileURLToPath(new URL("../../node_modules/.cache/compiled", import.meta.url)));

// Who reads only the beginning of a report (`| head`, `2>&1 | head`) has seen enough.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await run(process.argv.slice(2));

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
  try {
    return await regoCommand(rest, { stdin, stdout, stderr, program });
  } catch (error) {
    const { describeFailure } = await import("./terminal/describe-failure.ts");
    const { message, status } = describeFailure(error, program);
    stderr.write(message);
    return status;
  }
}
