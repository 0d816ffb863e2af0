import { basename } from "node:path";
import { build, type Plugin } from "esbuild";
import { repository } from "./programs.ts";

/** What a bundle is made of: files by name, and the maps that lead back to their sources. */
export type Bundle = { code: [name: string, content: Uint8Array][]; maps: [name: string, content: Uint8Array][] };

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

/** Bundles programs that share what they have in common, each under the name of its file. Writes nothing. */
export async function bundle(entryPoints: string[], define: Record<string, string> = {}): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints,
    outdir: ".",
    entryNames: "[name]",
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
    define,
    plugins: [withoutTranslations],
    write: false,
    logLevel: "warning",
  });
  const { maps = [], code = [] } = Object.groupBy(outputFiles, ({ path }) => (path.endsWith(".map") ? "maps" : "code"));
  const named = (files: typeof outputFiles) =>
    files.map(({ path, contents }): [string, Uint8Array] => [basename(path), contents]);
  return { code: named(code), maps: named(maps) };
}
