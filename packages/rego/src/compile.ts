import { buildProgram } from "./analyse/build-program.ts";
import { mockedInProgram } from "./analyse/mocked-functions.ts";
import { nameTable } from "./analyse/name-table.ts";
import type { Program, RuleNode } from "./analyse/program.ts";
import { checkRecursion } from "./analyse/recursion.ts";
import { ErrorReport } from "./analyse/report.ts";
import { type CompileError, type Location, RegoCompileError } from "./errors.ts";
import { generateProgram } from "./generate/generate.ts";
import { type CompiledProgram, createPolicy, type Policy } from "./policy.ts";
import { type DocumentNode, type Memo, unset } from "./runtime/context.ts";
import { instantiateProgram } from "./runtime/instantiate.ts";
import type { Module } from "./syntax/ast.ts";
import { asCompileError, parseModule, type RegoVersion } from "./syntax/parse-module.ts";

/** A Rego source file. `name` appears in every error and trace. */
export type RegoModule = { readonly name: string; readonly source: string };

export type CompileOptions = {
  /** Reads modules as OPA's `--v0-compatible` does: without the keywords of Rego v1 unless they are imported. */
  readonly v0Compatible?: boolean;
  /** How many errors are reported at most. Default 10. */
  readonly maxErrors?: number;
};

/** Compiles modules to a policy. Throws {@link RegoCompileError} with every error found. */
export function compile(modules: readonly RegoModule[], options: CompileOptions = {}): Policy {
  const { v0Compatible = false, maxErrors = 10 } = options;
  const version: RegoVersion = v0Compatible ? 0 : 1;
  const parsed = parseAll(modules, version);
  const report = new ErrorReport(maxErrors);
  const names = nameTable(parsed);
  const program = buildProgram(parsed, names, report);
  report.throwIfBroken();
  checkRecursion(program, report);
  report.throwIfBroken();
  const tree = documentTree(program.root);
  const rulesWith = ruleVariants(program, tree, report);
  rulesWith(new Set());
  return createPolicy({ program, tree, locations: locationsOf(program), names, rulesWith, version, maxErrors });
}

/**
 * Calls look for a replacement only of functions that some `with` replaces. A query that replaces others gets the rules
 * compiled once more, with those looked for as well.
 */
function ruleVariants(program: Program, tree: DocumentNode, report: ErrorReport): CompiledProgram["rulesWith"] {
  const own = mockedInProgram(program);
  const variants = new Map<string, ReturnType<CompiledProgram["rulesWith"]>>();
  return (mocked) => {
    const mockable = own.union(mocked);
    const key = [...mockable].toSorted().join(" ");
    const known = variants.get(key);
    if (known !== undefined) return known;
    const source = generateProgram(program, mockable, report);
    report.throwIfAny();
    const rules = instantiateProgram(source, tree);
    const variant = { rules, blankMemo: rules.map((): Memo => unset), mockable };
    variants.set(key, variant);
    return variant;
  };
}

function locationsOf({ groups }: Program): Location[] {
  const nowhere = { file: "", row: 0, col: 0 };
  return groups.map(({ clauses: [first], defaultClause }) => (first ?? defaultClause)?.loc ?? nowhere);
}

function parseAll(modules: readonly RegoModule[], version: RegoVersion): Module[] {
  const errors: CompileError[] = [];
  const parsed: Module[] = [];
  for (const { name, source } of modules) {
    try {
      parsed.push(parseModule(name, source, version));
    } catch (error) {
      errors.push(asCompileError(error));
    }
  }
  if (errors.length > 0) throw new RegoCompileError(errors);
  return parsed;
}

function documentTree({ path, children, group }: RuleNode): DocumentNode {
  return {
    path,
    group: group?.index ?? -1,
    children: new Map([...children].map(([key, child]) => [key, documentTree(child)])),
  };
}
