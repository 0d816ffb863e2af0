import type { BuiltinTable } from "./capabilities/builtin-table.ts";
import type { Context, DocumentNode } from "./runtime/context.ts";
import { library } from "./runtime/library.ts";
import type { Value } from "./values/value.ts";

export type RuleFunction = (context: Context, ...args: Value[]) => Value | undefined;
/** What generated code is put into: the rule tree, and the built-ins it may call. */
type Surroundings = { readonly tree: DocumentNode; readonly builtins: BuiltinTable };
export type QueryFunction = (context: Context, found: (values: Value[]) => unknown) => void;

/**
 * The one place where source becomes code. The source is generated from a syntax tree by `generate/`; text of a policy
 * is in it only as string literals that `quote` wrote, so it cannot name anything but the library's members.
 */
export function instantiateProgram(source: string, { tree, builtins }: Surroundings): RuleFunction[] {
  return evaluate(source, ["builtin", "tree"])(library, builtins.lookUp, tree) as RuleFunction[];
}

export function instantiateQuery(
  source: string,
  { tree, builtins }: Surroundings,
  rules: readonly RuleFunction[],
): QueryFunction {
  return evaluate(source, ["builtin", "tree", "rules"])(library, builtins.lookUp, tree, rules) as QueryFunction;
}

/** What the code of a serialised policy returns. */
export type SerialisedCode = {
  readonly rules: readonly RuleFunction[];
  /** Make the functions of queries that are no rules; undefined for those that are. */
  readonly queries: readonly ((() => QueryFunction) | undefined)[];
};

/** Makes a function of the names of its parameters and the text of its body. */
export type MakeFunction = (parameters: readonly string[], body: string) => (...args: readonly unknown[]) => unknown;

/** `source`: written by `serialise`, and checked against its digest. */
export function instantiateSerialised(
  source: string,
  { tree, builtins }: Surroundings,
  make: MakeFunction = makeFunction,
): SerialisedCode {
  return evaluate(source, ["builtin", "tree"], make)(library, builtins.lookUp, tree) as SerialisedCode;
}

function evaluate(source: string, parameters: readonly string[], make: MakeFunction = makeFunction) {
  const names = Object.keys(library).join(", ");
  return make(["library", ...parameters], `"use strict";\nconst { ${names} } = library;\n${source}`);
}

const makeFunction: MakeFunction = (parameters, body) =>
  // oxlint-disable-next-line typescript/no-implied-eval -- compiling is what this function is for
  new Function(...parameters, body) as ReturnType<MakeFunction>;
