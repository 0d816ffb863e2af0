import type { BuiltinTable } from "../capabilities/builtin-table.ts";
import type { Module } from "../syntax/ast.ts";
import { type Metadata, metadataOf } from "./metadata.ts";
import { pathKey } from "./program.ts";

/** Which names mean rules and imports in which module, and which paths are functions. */
export type NameTable = {
  /** First parts of the heads of a package, by package path. */
  readonly rulesOf: (packagePath: readonly string[]) => ReadonlySet<string>;
  /** What an import's name stands for: a path that starts with `data` or `input`. */
  readonly importsOf: (module: Module) => ReadonlyMap<string, readonly string[]>;
  readonly metadata: Metadata;
  /** What calls of names that are no rules mean. */
  readonly builtins: BuiltinTable;
  /** `print` calls stay; without it they are left out. */
  readonly print: boolean;
};

export function nameTable(modules: readonly Module[], calls: Pick<NameTable, "builtins" | "print">): NameTable {
  const rules = new Map<string, Set<string>>();
  const imports = new Map<Module, ReadonlyMap<string, readonly string[]>>();
  for (const module of modules) {
    const key = pathKey(module.path);
    const known = rules.get(key) ?? new Set<string>();
    rules.set(key, known);
    for (const { head } of module.rules) known.add(head.name.name);
    imports.set(module, importedNames(module));
  }
  const none = new Set<string>();
  return {
    rulesOf: (path) => rules.get(pathKey(path)) ?? none,
    importsOf: (module) => imports.get(module) ?? importedNames(module),
    metadata: metadataOf(modules),
    ...calls,
  };
}

function importedNames({ imports }: Module): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const { path, alias } of imports) {
    if (path[0] !== "data" && path[0] !== "input") continue;
    names.set(alias ?? (path.at(-1) as string), path);
  }
  return names;
}
