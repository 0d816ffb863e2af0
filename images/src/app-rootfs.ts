import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build, type Plugin } from "esbuild";
import { shortHash } from "./cache.ts";
import { precompiledLibrary } from "./precompiled-library.ts";
import { entryPoint, type Program, repository } from "./programs.ts";

/** A program's own files by their path under /app, in order of path, a hash of all of them, and what maps them back. */
export type App = { files: Map<string, Uint8Array>; sourceMaps: Map<string, Uint8Array>; key: string };

/** CommonJS packages inside an ES module call `require` for Node's own modules. */
const banner = 'import { createRequire } from "node:module";const require = createRequire(import.meta.url);';

/**
 * zod's messages in forty languages, a third of a program, which bundlers keep because one object holds all of zod. English
 * is imported apart from them.
 */
const withoutTranslations: Plugin = {
  name: "without-translations",
  setup: (bundler) =>
    bundler.onLoad({ filter: /node_modules\/zod\/v4\/locales\/index\.js$/ }, () => ({ contents: "export {};" })),
};

/** Bundles a program and reads the folders it carries. Writes nothing. */
export async function readApp(program: Program): Promise<App> {
  const library = program.library === undefined ? undefined : precompiledLibrary(program.library);
  const { outputFiles } = await build({
    entryPoints: [entryPoint(program)],
    outdir: ".",
    outExtension: { ".js": ".mjs" },
    // What a program imports when it needs it stays apart: a worker thread does not load the main thread's part.
    splitting: true,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    minify: true,
    sourcemap: "external",
    legalComments: "none",
    absWorkingDir: repository,
    banner: { js: banner },
    define: library?.define ?? {},
    plugins: [withoutTranslations],
    write: false,
    logLevel: "warning",
  });
  const { maps = [], code = [] } = Object.groupBy(outputFiles, ({ path }) => (path.endsWith(".map") ? "maps" : "code"));
  const files = code.map(({ path, contents }): [string, Uint8Array] => [basename(path), contents]);
  for (const [name, path] of program.folders) files.push(...filesUnder(join(repository, path), name));
  files.push(...(library?.files ?? []));
  files.sort(([a], [b]) => (a < b ? -1 : 1));
  const sourceMaps = new Map(maps.map(({ path, contents }) => [basename(path), contents]));
  return { files: new Map(files), sourceMaps, key: shortHash(...files.flat()) };
}

/** Files of a folder and its subfolders, without the cases that test a rule and without documentation. */
export function filesUnder(folder: string, name: string): [path: string, content: Uint8Array][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, Uint8Array][] => {
    const [from, to] = [join(folder, entry.name), `${name}/${entry.name}`];
    if (entry.isDirectory()) return filesUnder(from, to);
    return isForTheRun(entry.name) ? [[to, readFileSync(from)]] : [];
  });
}

function isForTheRun(name: string): boolean {
  return name !== "cases.yaml" && !name.endsWith(".md");
}

export function writeApp(app: App, root: string): void {
  for (const [path, content] of app.files) {
    const file = join(root, "app", path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    writeFileSync(file, content, { mode: 0o644 });
  }
}
