import { dirname, join } from "node:path";

/** A module, its path below the folder that is looked at, and the relative paths that it imports. */
export type ImportingModule = { path: string; imports: readonly string[] };

/** What an import statement, or a call of `import()`, names in a module's text, where it is no package. */
export function relativeImports(text: string): string[] {
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, path]) => path ?? "");
}

/**
 * Folders that need each other: `["api", "watch", "api"]`, each of which imports from the one after it. A module that lies
 * in no folder counts as one, and those outside do not count. Absent: every folder needs such as stand below it only.
 */
export function folderCircle(modules: readonly ImportingModule[]): string[] | undefined {
  const needs = new Map<string, Set<string>>();
  for (const { path, imports } of modules) {
    const needed = needs.get(folderOf(path)) ?? new Set();
    for (const target of imports) needed.add(folderOf(join(dirname(path), target)));
    needs.set(folderOf(path), needed);
  }
  const seen = new Set<string>();

  function circleFrom(folder: string, way: readonly string[]): string[] | undefined {
    if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder];
    if (seen.has(folder)) return undefined;
    for (const needed of needs.get(folder) ?? []) {
      const circle = needed === folder ? undefined : circleFrom(needed, [...way, folder]);
      if (circle) return circle;
    }
    seen.add(folder);
    return undefined;
  }
  for (const folder of needs.keys()) {
    const circle = circleFrom(folder, []);
    if (circle) return circle;
  }
  return undefined;
}

function folderOf(path: string): string {
  return path.split("/")[0] ?? path;
}
