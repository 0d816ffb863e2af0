import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { shortHash } from "./cache.ts";
import { filesUnder, writeFiles } from "./file-trees.ts";
import { precompiledLibrary } from "./precompiled-library.ts";
import { entryPoint, type Program, repository } from "./programs.ts";

/** A program's own files by their path under /app, in order of path, a hash of all of them, and what maps them back. */
export type App = { files: Map<string, Uint8Array>; sourceMaps: Map<string, Uint8Array>; key: string };

/** Bundles a program and reads the folders it carries. Writes nothing. */
export async function readApp(program: Program): Promise<App> {
  const library = program.library === undefined ? undefined : await precompiledLibrary(program.library);
  const { code, maps } = await bundle([entryPoint(program)], library?.define);
  const files = [...code];
  for (const [name, path] of program.folders) files.push(...filesUnder(join(repository, path), name));
  files.push(...(library?.files ?? []));
  files.sort(([a], [b]) => (a < b ? -1 : 1));
  return { files: new Map(files), sourceMaps: new Map(maps), key: shortHash(...files.flat()) };
}

export function writeApp(app: App, root: string): void {
  writeFiles(app.files, join(root, "app"));
}
