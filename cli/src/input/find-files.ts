import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

/** A path that could not be looked at, for a person. */
export type PathProblem = { path: string; message: string };

const manifest = /\.(ya?ml|json)$/i;
const skipped = /^\.|^node_modules$/;

/**
 * Files that a path of the command line means: itself, or every manifest below it in order of name. Hidden files and
 * `node_modules` are left out, and what several links lead to is read once, so a circle of links ends.
 */
export function findFiles(path: string): { files: string[]; problems: PathProblem[] } {
  const found = { files: [] as string[], problems: [] as PathProblem[] };
  const visited = new Set<string>();
  visit(path, true);
  return found;

  function visit(at: string, isNamed: boolean): void {
    try {
      visitReal(at, isNamed);
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      if (isNamed || manifest.test(at)) found.problems.push({ path: at, message: reasonOf(error) });
    }
  }

  function visitReal(at: string, isNamed: boolean): void {
    const real = realpathSync(at);
    if (visited.has(real)) return;
    visited.add(real);
    const stats = statSync(real);
    if (stats.isDirectory()) visitFolder(at);
    else if (isNamed || (stats.isFile() && manifest.test(at))) found.files.push(at);
  }

  function visitFolder(folder: string): void {
    const names = readdirSync(folder).filter((name) => !skipped.test(name));
    for (const name of names.toSorted()) visit(join(folder, name), false);
  }
}

const reasons: Record<string, string> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  ELOOP: "symbolic links in a circle",
  ENOSPC: "no space left on the disk",
  EROFS: "the file system is read-only",
};

/** What a system error means to the person who named the file. */
export function reasonOf(error: Error & { code?: unknown }): string {
  return reasons[String(error.code)] ?? error.message;
}
