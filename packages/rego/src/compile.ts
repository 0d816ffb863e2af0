import { annotationsOf, problemsOfMetadata } from "./analyse/annotations/read-annotations.ts";
import { buildProgram } from "./analyse/build-program.ts";
import { mockedInProgram } from "./analyse/mocked-functions.ts";
import { nameTable } from "./analyse/name-table.ts";
import type { Program, RuleNode } from "./analyse/program.ts";
import { ErrorReport } from "./analyse/report.ts";
import { type BuiltinTable, builtinTable } from "./capabilities/builtin-table.ts";
import { type Capabilities, defaultCapabilities } from "./capabilities/capabilities.ts";
import type { CustomBuiltins } from "./capabilities/custom-builtin.ts";
import type { CheckedProgram } from "./check/checked-program.ts";
import { checkModules } from "./check/program-check.ts";
import type { Schemas } from "./check/schemas.ts";
import { withinEngineLimits } from "./engine-limits.ts";
import { type Location, RegoCompileError } from "./errors.ts";
import { generateProgram } from "./generate/generate.ts";
import { instantiateProgram } from "./instantiate.ts";
import { type CompiledProgram, createPolicy, type Policy } from "./policy.ts";
import { type DocumentNode, type Memo, unset } from "./runtime/context.ts";
import { Probes } from "./runtime/probes.ts";
import type { Module } from "./syntax/ast.ts";
import { asCompileErrors, parseModule, type RegoVersion } from "./syntax/parse-module.ts";
import { type SourceLimits, sourceSizeErrors } from "./syntax/source-size.ts";
import { Spans } from "./syntax/spans.ts";
import { separateTests } from "./testing/tests.ts";
import type { JsonValue } from "./type-check/json-value.ts";
import { knownBuiltins } from "./type-check/known-builtins.ts";
import { compareStrings } from "./values/compare-strings.ts";

/** A Rego source file. `name` appears in every error and trace. */
export type RegoModule = { readonly name: string; readonly source: string };

const defaultMaxErrors = 10;

export type CompileOptions = {
  /** Reads modules as OPA's `--v0-compatible` does: without the keywords of Rego v1 unless they are imported. */
  readonly v0Compatible?: boolean;
  /** How many errors are reported at most. Default 10. */
  readonly maxErrors?: number;
  /**
   * Also refuses what is allowed and suspicious, as `opa check --strict` does: variables, arguments and imports that
   * nothing uses, names of the root documents, and built-ins that are kept for old policies.
   */
  readonly strict?: boolean;
  /**
   * Leaves out the search for errors of names, safety, recursion and types, for modules in which there are none, such as
   * those of a release: it is about half of the work. What is wrong in them then shows late, or not at all.
   */
  readonly unchecked?: boolean;
  /** How large modules may be. What is larger is refused before it is read, since compiling takes memory by its size. */
  readonly maxSourceBytes?: SourceLimits;
  /** What policies may call and reach. Default: everything that touches nothing outside of the evaluation. */
  readonly capabilities?: Capabilities;
  /** Built-ins of the embedding program, allowed by being here. */
  readonly builtins?: CustomBuiltins;
  /** JSON Schema of `input`: refs to what it does not have are errors, as with `opa eval --schema FILE`. */
  readonly inputSchema?: unknown;
  /** JSON Schema of `data`, as far as it is not made of rules. */
  readonly dataSchema?: unknown;
  /** JSON Schemas for METADATA comments: `example/pod` is their `schema.example.pod`. */
  readonly schemas?: Readonly<Record<string, unknown>>;
  /** Keeps `print` calls, for the evaluation option of the same name; without it they are left out, as OPA does. */
  readonly print?: boolean;
  /** Compiles code that reports its steps, for the evaluation option of the same name. It is several times slower. */
  readonly trace?: boolean;
  /** Makes every definition of a rule called `test_…` a test of its own; the policy lists them. */
  readonly tests?: boolean;
};

/** Compiles modules to a policy. Throws {@link RegoCompileError} with every error found. */
export function compile(modules: readonly RegoModule[], options: CompileOptions = {}): Policy {
  return withinEngineLimits(modules[0]?.name ?? "", () => compileAll(modules, options));
}

function compileAll(modules: readonly RegoModule[], options: CompileOptions): Policy {
  const {
    v0Compatible = false,
    maxErrors = defaultMaxErrors,
    print = false,
    capabilities = defaultCapabilities,
  } = options;
  const builtins = builtinTable(capabilities, options.builtins ?? {});
  const version: RegoVersion = v0Compatible ? 0 : 1;
  const probes = options.trace === true ? new Probes() : undefined;
  const read = parseAll(modules, options, probes);
  const { modules: parsed, tests } = options.tests === true ? separateTests(read) : { modules: read, tests: [] };
  const checks = options.unchecked === true ? undefined : checksOf(read, options, builtins);
  const report = new ErrorReport(maxErrors);
  const names = nameTable(parsed, { builtins, print });
  const program = buildProgram(parsed, names, report);
  report.throwIfBroken();
  const tree = documentTree(program.root);
  const rulesWith = ruleVariants(program, tree, report, probes);
  rulesWith(new Set());
  const { allowNet } = capabilities;
  const locations = locationsOf(program);
  return createPolicy({
    program,
    checks,
    tree,
    locations,
    names,
    rulesWith,
    version,
    maxErrors,
    allowNet,
    probes,
    tests,
  });
}

/** Throws with all errors found; otherwise what queries are checked against. */
function checksOf(
  modules: readonly Module[],
  options: CompileOptions,
  table: BuiltinTable,
): CheckedProgram | undefined {
  const { maxErrors = defaultMaxErrors, strict = false, builtins = {} } = options;
  const known = knownBuiltins(table, Object.keys(builtins));
  const schemas = schemasOf(options);
  const { errors, program } = checkModules(modules, { maxErrors, isStrict: strict, builtins: known, schemas });
  if (errors.length > 0) throw new RegoCompileError(errors);
  return program;
}

/** A schema that is no JSON value is refused where it is read. */
function schemasOf({ inputSchema, dataSchema, schemas = {} }: CompileOptions): Schemas {
  return {
    ...(inputSchema !== undefined && { input: inputSchema as JsonValue }),
    ...(dataSchema !== undefined && { data: dataSchema as JsonValue }),
    named: schemas as Record<string, JsonValue>,
  };
}

/**
 * Calls look for a replacement only of functions that some `with` replaces. A query that replaces others gets the rules
 * compiled once more, with those looked for as well.
 */
function ruleVariants(
  program: Program,
  tree: DocumentNode,
  report: ErrorReport,
  probes: Probes | undefined,
): CompiledProgram["rulesWith"] {
  const own = mockedInProgram(program);
  const variants = new Map<string, ReturnType<CompiledProgram["rulesWith"]>>();
  return (mocked) => {
    const mockable = own.union(mocked);
    const key = [...mockable].toSorted().join(" ");
    const known = variants.get(key);
    if (known !== undefined) return known;
    const source = generateProgram(program, mockable, report, probes);
    report.throwIfAny();
    const rules = instantiateProgram(source, { tree, builtins: program.builtins });
    const variant = { rules, blankMemo: rules.map((): Memo => unset), mockable };
    variants.set(key, variant);
    return variant;
  };
}

function locationsOf({ groups }: Program): Location[] {
  const nowhere = { file: "", row: 0, col: 0 };
  return groups.map(({ clauses: [first], defaultClause }) => (first ?? defaultClause)?.loc ?? nowhere);
}

function parseAll(
  modules: readonly RegoModule[],
  { v0Compatible = false, unchecked = false, maxSourceBytes }: CompileOptions,
  probes: Probes | undefined,
): Module[] {
  const version = v0Compatible ? 0 : 1;
  const errors = sourceSizeErrors(modules, maxSourceBytes);
  if (errors.length > 0) throw new RegoCompileError(errors);
  const parsed: Module[] = [];
  for (const { name, source } of modules) {
    try {
      const spans = probes === undefined ? undefined : new Spans(name, source);
      if (spans !== undefined) probes?.addSource(name, spans);
      const problemsOfComments = unchecked ? undefined : problemsOfMetadata(name);
      const module = parseModule(name, source, version, { spans, problemsOfComments });
      parsed.push(module);
      if (!unchecked) errors.push(...annotationsOf(module).errors);
    } catch (error) {
      errors.push(...asCompileErrors(error));
    }
  }
  if (errors.length > 0) throw new RegoCompileError(errors);
  return parsed;
}

/** Children in the order of their names, as OPA visits them: it decides which of several conflicts is met. */
function documentTree({ path, children, group }: RuleNode): DocumentNode {
  const inOrder = [...children].toSorted(([a], [b]) => compareStrings(a, b));
  return {
    path,
    group: group?.index ?? -1,
    children: new Map(inOrder.map(([key, child]) => [key, documentTree(child)])),
  };
}
