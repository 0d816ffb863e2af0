import type { Value } from "../values/value.ts";
import type { Context, DocumentNode } from "./context.ts";
import { library } from "./library.ts";

export type RuleFunction = (context: Context, ...args: Value[]) => Value | undefined;
export type QueryFunction = (context: Context, found: (values: Value[]) => unknown) => void;

/**
 * The one place where source becomes code. The source is generated from a syntax tree by `generate/`; text of a policy
 * is in it only as string literals that `quote` wrote, so it cannot name anything but the library's members.
 */
export function instantiateProgram(source: string, tree: DocumentNode): RuleFunction[] {
  return evaluate(source, ["tree"])(library, tree) as RuleFunction[];
}

export function instantiateQuery(source: string, tree: DocumentNode, rules: readonly RuleFunction[]): QueryFunction {
  return evaluate(source, ["tree", "rules"])(library, tree, rules) as QueryFunction;
}

function evaluate(source: string, parameters: readonly string[]): (...args: readonly unknown[]) => unknown {
  const names = Object.keys(library).join(", ");
  const text = `"use strict";\nconst { ${names} } = library;\n${source}`;
  // oxlint-disable-next-line typescript/no-implied-eval -- compiling is what this function is for
  return new Function("library", ...parameters, text) as (...args: readonly unknown[]) => unknown;
}
