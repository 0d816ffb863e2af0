import type { RegoModule } from "@sortie/rego";
import type { SourceRule } from "./library.ts";

/** Names and texts of Rego. A comment's words count as well: too many names do no harm. */
const words = /"((?:[^"\\]|\\.)*)"|`([^`]*)`|([A-Za-z_]\w*)/g;

/** What reads whole objects, or fields by names that are put together. */
const unnamed = /\b(walk|json\.\w+)\s*\(/;

/**
 * Every name that a rule could read a field of an object by: all names and texts in it and in the shared Rego that it
 * imports. Undefined for a rule that need not name what it reads. What ranges over the fields of an object is not noticed,
 * so that this is for the library alone, whose tests ask every rule about objects with and without the rest.
 */
export function readableNames(
  { module }: Pick<SourceRule, "module">,
  lib: readonly RegoModule[],
): string[] | undefined {
  const sources = importedSources(module.source, lib);
  if (sources.some((source) => unnamed.test(source))) return undefined;
  const found = sources.flatMap((source) =>
    [...source.matchAll(words)].map(([, quoted, raw, name]) => quoted ?? raw ?? name ?? ""),
  );
  return [...new Set(found)].toSorted();
}

/** The source itself, and what it imports of the library, and what that imports. */
function importedSources(source: string, lib: readonly RegoModule[]): string[] {
  const found = new Set([source]);
  for (const one of found) {
    for (const { name, source: shared } of lib) {
      const path = name.replace(/^lib\//, "data.sortie.lib.").replace(/\.rego$/, "");
      if (new RegExp(`\\b${path.replaceAll(".", "\\.")}\\b`).test(one)) found.add(shared);
    }
  }
  return [...found];
}
