import { commandHelp } from "../flags/help.ts";
import { type Given, readFlags } from "../flags/read-flags.ts";
import { loadBundle } from "../load/load-bundle.ts";
import { loadErrors } from "../load/load-errors.ts";
import { loadPaths } from "../load/load-paths.ts";
import { loadSchemas } from "../load/load-schemas.ts";
import { Loaded } from "../load/loaded.ts";
import type { RegoSession } from "../rego-session.ts";
import { evalHelp } from "./eval-flags.ts";
import { evalRequest, InputError } from "./eval-request.ts";
import { type EvalOutput, evaluate } from "./evaluate.ts";
import { type Format, writeOutput } from "./write-output.ts";

/** Runs `sortie rego eval` and returns its exit status. */
export async function evalCommand(args: readonly string[], session: RegoSession): Promise<number> {
  const given = readFlags(args, evalHelp.flags);
  if (given.isOn("help")) {
    session.stdout.write(commandHelp(session.program, evalHelp));
    return 0;
  }
  try {
    const asked = await evalRequest(given, session);
    const loaded = load(given);
    const request = { ...asked, compile: { ...asked.compile, ...loadSchemas(given.text("schema"), loaded) } };
    const errors = loadErrors(loaded, request.compile);
    const print = (text: string): void => void session.stderr.write(`${text}\n`);
    const output = errors.length > 0 ? failed(errors) : evaluate(request, loaded, print);
    const shape = { format: (given.text("format") ?? "json") as Format, explain: request.explain };
    const metrics = given.isOn("metrics") || given.isOn("instrument") || asked.profile !== undefined;
    const { stdout, stderr } = writeOutput(output, { ...shape, metrics, variables: given.isOn("var-values") });
    session.stdout.write(stdout);
    session.stderr.write(stderr);
    return exitStatus(output, given);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    session.stderr.write(`${error.message}\n`);
    return 2;
  }
}

function load(given: Given): Loaded {
  const loaded = new Loaded();
  const ignore = given.all("ignore");
  loadPaths(given.all("data"), loaded, { ignore, v0Compatible: given.isOn("v0-compatible") });
  for (const folder of given.all("bundle")) loadBundle(folder, loaded, ignore);
  return loaded;
}

function failed(errors: EvalOutput["errors"]): EvalOutput {
  return { results: [], errors, builtinErrors: [], events: [], coverage: undefined, profile: [], timers: {} };
}

function exitStatus({ errors, results }: EvalOutput, given: Given): number {
  if (errors.length > 0) return 2;
  const isDefined = results.length > 0;
  return (given.isOn("fail") && !isDefined) || (given.isOn("fail-defined") && isDefined) ? 1 : 0;
}
