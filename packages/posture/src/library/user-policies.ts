import { existsSync } from "node:fs";
import type { RegoModule } from "@sortie/rego";
import { danglingReferences } from "./dangling-references.ts";
import { LibraryError, type LoadedLibrary, type SourceLibrary } from "./library.ts";
import { placedIn, readParts } from "./read-library.ts";

/**
 * A library with a user's controls, frameworks, rules, inputs and exceptions over it: what has the same id or name is
 * replaced. `shared` is Rego that the user's rules may import besides their own.
 *
 * @throws LibraryError with every problem of the user's files.
 */
export function withUserPolicies(base: LoadedLibrary, dir: string, shared: RegoModule[]): LoadedLibrary {
  const { library: own, problems } = readParts(dir);
  if (problems.length === 0 && own.controls.length + own.frameworks.length + own.rules.size === 0) {
    problems.push({ file: ".", message: existsSync(dir) ? "has no controls, frameworks or rules" : "is not there" });
  }
  const merged: LoadedLibrary = {
    controls: merge(base.controls, own.controls, ({ id }) => id).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    frameworks: merge(base.frameworks, own.frameworks, ({ name }) => name.toLowerCase()),
    rules: new Map([...base.rules, ...own.rules]),
    inputs: Object.assign(Object.create(null) as LoadedLibrary["inputs"], base.inputs, own.inputs),
    exceptions: [...base.exceptions, ...own.exceptions],
    policies: base.policies,
    code: { base: base.code, over: { rules: own.rules, lib: libOf(own, shared) } },
  };
  // References into a file that could not be read would only repeat its problem.
  if (problems.length === 0) problems.push(...placedIn(dir, danglingReferences(merged)));
  if (problems.length > 0) throw new LibraryError(problems);
  return merged;
}

function libOf({ lib }: SourceLibrary, shared: RegoModule[]): RegoModule[] {
  return merge(shared, lib, ({ name }) => name);
}

function merge<T>(base: T[], over: T[], keyOf: (one: T) => string): T[] {
  const replaced = new Map(over.map((one) => [keyOf(one), one]));
  const kept = base.map((one) => replaced.get(keyOf(one)) ?? one);
  const known = new Set(base.map(keyOf));
  return [...kept, ...over.filter((one) => !known.has(keyOf(one)))];
}
