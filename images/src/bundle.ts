import { basename } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
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

/** What all bundles have in common. */
const common = {
  bundle: true,
  platform: "node",
  target: "node24",
  minify: true,
  legalComments: "none",
  absWorkingDir: repository,
  plugins: [withoutTranslations],
  write: false,
  logLevel: "warning",
} satisfies BuildOptions;

/** Bundles programs that share what they have in common, each under the name of its file. Writes nothing. */
export async function bundle(entryPoints: string[], define: Record<string, string> = {}): Promise<Bundle> {
  const { outputFiles } = await build({
    ...common,
    entryPoints,
    outdir: ".",
    entryNames: "[name]",
    outExtension: { ".js": ".mjs" },
    // What a program imports when it needs it stays apart: a worker thread does not load the main thread's part.
    splitting: true,
    format: "esm",
    sourcemap: "external",
    banner: { js: banner },
    define,
  });
  const { maps = [], code = [] } = Object.groupBy(outputFiles, ({ path }) => (path.endsWith(".map") ? "maps" : "code"));
  const named = (files: typeof outputFiles) =>
    files.map(({ path, contents }): [string, Uint8Array] => [basename(path), contents]);
  return { code: named(code), maps: named(maps) };
}

const placeNames = ["filename", "dirname", "url"];

/** Where the program lies is known when it runs: the first argument names the file that it would be without a snapshot. */
const bannerOfSnapshot = `const installed = {
  get filename() {
    if (require("node:v8").startupSnapshot.isBuildingSnapshot()) throw new Error("a snapshot has no place yet");
    return require("node:path").resolve(process.argv[1]);
  },
  get dirname() { return require("node:path").dirname(this.filename); },
  get url() { return require("node:url").pathToFileURL(this.filename).href; },
};`;

/** Bundles a program into the one CommonJS file that Node makes a start-up snapshot of. */
export async function bundleForSnapshot(entryPoint: string, define: Record<string, string>): Promise<string> {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [entryPoint],
    format: "cjs",
    // An error that nobody catches is printed with the line that threw it, and stacks tell places within lines.
    lineLimit: 160,
    // A program that begins with its memory has nobody who loads modules: Node's own, too, are asked for by `require`.
    supported: { "dynamic-import": false },
    banner: { js: bannerOfSnapshot },
    define: {
      ...define,
      ...Object.fromEntries(placeNames.map((name) => [`import.meta.${name}`, `installed.${name}`])),
    },
    // Anything else of `import.meta` would be undefined.
    logOverride: { "empty-import-meta": "error" },
  });
  return outputFiles.map(({ text }) => inAscii(text)).join("");
}

/** V8 keeps a source with one other character in twice the memory. Those that esbuild leaves are in regular expressions. */
function inAscii(code: string): string {
  return code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
