import { type CompileOptions, compile } from "@sortie/rego";
import { type CommandHelp, shared } from "../flags/flag.ts";
import { commandHelp } from "../flags/help.ts";
import { type Given, RegoUsageError, readFlags } from "../flags/read-flags.ts";
import { loadBundle } from "../load/load-bundle.ts";
import { loadErrors } from "../load/load-errors.ts";
import { loadPaths } from "../load/load-paths.ts";
import { loadSchemas } from "../load/load-schemas.ts";
import { Loaded } from "../load/loaded.ts";
import { pathConflicts } from "../load/path-conflicts.ts";
import { errorsText, type OutputError, outputErrors } from "../output/errors.ts";
import { goJson } from "../output/json.ts";
import { policyOptions } from "../policy-options.ts";
import type { RegoSession } from "../rego-session.ts";

export const checkHelp: CommandHelp = {
  name: "check",
  words: "PATH… [FLAGS]",
  summary:
    "Finds errors in Rego policies without evaluating them, as `opa check` does. Says nothing where there is none.",
  examples: [
    ["policies/", "every policy of a folder"],
    ["--strict policies/", "what is legal but surely a mistake, too"],
    ["--format json policies/", "for programs: code, message and place of each error"],
    ["--v0-compatible old.rego", "a policy from before OPA 1.0"],
  ],
  flags: [
    {
      name: "format",
      short: "f",
      value: "FORMAT",
      choices: ["pretty", "json"],
      help: "pretty (default) is for people",
    },
    shared.strict,
    { name: "bundle", short: "b", help: "the paths are folders of bundles" },
    shared.maxErrors,
    shared.ignore,
    shared.capabilities,
    shared.schema,
    shared.v0,
    shared.v1,
    shared.help,
  ],
  exitStatus: [
    ["0", "no errors"],
    ["1", "errors, or wrong usage"],
  ],
};

/** Runs `sortie rego check` and returns its exit status. */
export function checkCommand(args: readonly string[], { stdout, stderr, program }: RegoSession): number {
  const given = readFlags(args, checkHelp.flags);
  if (given.isOn("help")) {
    stdout.write(commandHelp(program, checkHelp));
    return 0;
  }
  if (given.words.length === 0) throw new RegoUsageError("specify at least one file");
  const loaded = load(given);
  const options = { ...policyOptions(given), ...loadSchemas(given.text("schema"), loaded) };
  const unread = loadErrors(loaded, options);
  const errors = unread.length > 0 ? unread : compileErrors(loaded, options, given.isOn("bundle"));
  if (errors.length === 0) return 0;
  const isLoading = unread.length > 0 || errors.some(({ json }) => json.code === "rego_parse_error");
  const isJson = given.text("format") === "json";
  stderr.write(
    isJson
      ? goJson({ errors: errors.map(({ json }) => json) })
      : errorsText(errors, isLoading ? " during loading" : ""),
  );
  return 1;
}

function load(given: Given): Loaded {
  const loaded = new Loaded();
  const ignore = given.all("ignore");
  const v0Compatible = given.isOn("v0-compatible");
  if (given.isOn("bundle")) for (const folder of given.words) loadBundle(folder, loaded, ignore);
  else loadPaths(given.words, loaded, { ignore, onlyRego: true, v0Compatible });
  return loaded;
}

function compileErrors({ modules, data }: Loaded, options: CompileOptions, hasData: boolean): readonly OutputError[] {
  try {
    const { rules } = compile(modules, { ...options, print: true });
    return hasData ? pathConflicts(rules, data) : [];
  } catch (error) {
    const errors = outputErrors(error);
    if (errors === undefined) throw error;
    return errors;
  }
}
