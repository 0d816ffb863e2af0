import type { Module } from "../syntax/ast.ts";

const none: ReadonlySet<string> = new Set();

/** The names of the rules of each package, whichever of its modules defines them. */
export class PackageRules {
  private readonly byPath = new Map<string, Set<string>>();

  constructor(modules: readonly Module[]) {
    for (const { path, rules } of modules) {
      const key = JSON.stringify(path);
      const names = this.byPath.get(key) ?? new Set();
      this.byPath.set(key, names);
      for (const { head } of rules) names.add(head.name.name);
    }
  }

  of(path: readonly string[]): ReadonlySet<string> {
    return this.byPath.get(JSON.stringify(path)) ?? none;
  }
}
