import { compile } from "../compile.ts";
import { RegoCompileError } from "../errors.ts";
import type { Module } from "../syntax/ast.ts";
import { ParseError } from "../syntax/parse-error.ts";
import { parseModule, type RegoVersion } from "../syntax/parse-module.ts";
import { printModule } from "../syntax/print/print-module.ts";

/**
 * What is wrong with how a source is read, or undefined. A source that is no Rego is refused as such; one that is Rego
 * is printed, and what is printed is read as the same tree and printed the same way again.
 */
export function problemWith(source: string, version: RegoVersion): string | undefined {
  const module = parsed(source, version);
  if (module === "too deep") return undefined;
  if (module === undefined || typeof module === "string") return module;
  const printed = printModule(module);
  const again = parsed(printed, version);
  // Parentheses that only printing adds may be one level too many.
  if (again === "too deep") return undefined;
  if (again === undefined || typeof again === "string") return `what is printed cannot be read: ${again ?? printed}`;
  if (shapeOf(again) !== shapeOf(module)) return `what is printed is another tree: ${printed}`;
  return printModule(again) === printed ? undefined : `the second print is another text: ${printed}`;
}

/** What is wrong with how a source is compiled: anything but a policy or a compile error. */
export function compileProblem(source: string, v0Compatible: boolean): string | undefined {
  try {
    compile([{ name: "fuzz.rego", source }], { v0Compatible });
    return undefined;
  } catch (error) {
    return error instanceof RegoCompileError ? undefined : describe(error);
  }
}

function parsed(source: string, version: RegoVersion): Module | string | undefined {
  try {
    return parseModule("fuzz.rego", source, version);
  } catch (error) {
    if (!(error instanceof ParseError)) return describe(error);
    return error.isFinal ? "too deep" : undefined;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A tree without what printing does not keep: places, and the numbers of wildcards. */
function shapeOf(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (key === "loc" || key === "row" || key === "col") return undefined;
    if (key === "comments") return (value as Module["comments"]).filter(({ isAlone }) => isAlone);
    if (typeof value === "bigint") return `${value}n`;
    return key === "name" && typeof value === "string" && value.startsWith("$") ? "_" : value;
  });
}
