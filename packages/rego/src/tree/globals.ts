import type { Location } from "../errors.ts";
import type { Import, Module } from "../syntax/ast.ts";
import { type Term, text, type VarTerm, variable } from "./tree.ts";

/** What a name means in a module where nothing nearer has it: a rule of the package, or an import. */
export type Global = {
  readonly path: readonly string[];
  /** The first part of all refs through it. As in OPA they share it, and with it the place of the last of them. */
  readonly head: VarTerm;
  used: boolean;
};
export type Globals = ReadonlyMap<string, Global>;

export function globalsOf({ path, imports, loc }: Module, rulesOfPackage: ReadonlySet<string>): Globals {
  const globals = new Map<string, Global>();
  const head = variable("data", loc);
  for (const name of rulesOfPackage) globals.set(name, { path: ["data", ...path, name], head, used: false });
  for (const each of imports) {
    if (!isDocumentImport(each)) continue;
    globals.set(importedName(each), { path: each.path, head: variable(each.path[0] as string, each.loc), used: false });
  }
  return globals;
}

/** What a name stands for, as the parts of a ref. */
export function globalTerms({ path: [, ...rest], head }: Global, loc: Location): Term[] {
  head.loc = loc;
  return [head, ...rest.map((part) => text(part, loc))];
}

/** An import of a document rather than of a version or keyword of the language. */
export function isDocumentImport({ path: [root] }: Pick<Import, "path">): boolean {
  return root !== "future" && root !== "rego";
}

export function importedName({ path, alias }: Pick<Import, "path" | "alias">): string {
  return alias ?? (path.at(-1) as string);
}

/** A path as the parts of a ref, all at one place in the source. */
export function pathTerms([root = "", ...rest]: readonly string[], loc: Location): Term[] {
  return [variable(root, loc), ...rest.map((part) => text(part, loc))];
}
