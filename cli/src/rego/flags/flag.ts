/** One flag of a `sortie rego` command. `value` is how the help names its argument; a flag without one is on or off. */
export type Flag = {
  readonly name: string;
  readonly short?: string;
  readonly value?: string;
  /** All values it may have; the first is what it is when it is not given. */
  readonly choices?: readonly string[];
  /** May be given several times: `list` with commas between values, too. */
  readonly repeats?: "each" | "list";
  readonly help: string;
};

/** A command as its help explains it. */
export type CommandHelp = {
  readonly name: string;
  /** What stands behind the name: `PATH…`. */
  readonly words: string;
  readonly summary: string;
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  readonly flags: readonly Flag[];
  readonly exitStatus: readonly (readonly [status: string, meaning: string])[];
};

/** Flags of OPA that have no meaning here, and what they are for: whoever types one is told so. */
export const foreign: Readonly<Record<string, string>> = {
  partial: "partial evaluation",
  unknowns: "partial evaluation",
  "disable-inlining": "partial evaluation",
  "shallow-inlining": "partial evaluation",
  "nondeterminstic-builtins": "partial evaluation",
  optimize: "optimised bundles",
  entrypoint: "optimised bundles",
  "coverage-runs": "saying why a line was not covered",
  bench: "benchmarks",
  benchmem: "benchmarks",
  "v0-v1": "checking for both versions of the language; check once with --v0-compatible and once without",
};

/** Flags that several commands have. */
export const shared = {
  ignore: {
    name: "ignore",
    value: "NAME",
    repeats: "list",
    help: "leave out files and folders of this name while loading; * and ? stand for anything ('.*')",
  },
  capabilities: { name: "capabilities", value: "FILE", help: "allow only what this capabilities.json lists" },
  schema: {
    name: "schema",
    short: "s",
    value: "PATH",
    help: "JSON Schema of the input; a folder's are for METADATA comments: refs to what they lack are errors",
  },
  strict: {
    name: "strict",
    short: "S",
    help: "refuse what is legal but surely a mistake: unused variables, imports, …",
  },
  maxErrors: {
    name: "max-errors",
    short: "m",
    value: "COUNT",
    help: "stop compiling after this many errors (default 10)",
  },
  v0: { name: "v0-compatible", help: "read policies as before OPA 1.0, without `if` and `contains`" },
  v1: { name: "v1-compatible", help: "read policies as since OPA 1.0, which is the default" },
  target: {
    name: "target",
    short: "t",
    value: "TARGET",
    choices: ["rego"],
    help: "accepted as OPA does; no WebAssembly",
  },
  varValues: { name: "var-values", help: "with the values of variables" },
  help: { name: "help", short: "h", help: "this text" },
} as const satisfies Record<string, Flag>;
