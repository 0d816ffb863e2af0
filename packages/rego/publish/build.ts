// `npm run build -w packages/rego`: writes `packages/rego/dist`, the package as npm publishes it: JavaScript and types, so
// that it runs on any Node that is new enough, with no step of the user's own.
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = dirname(here);
const root = join(source, "..", "..");
const target = join(source, "dist");

rmSync(target, { recursive: true, force: true });
const compiled = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", here], { stdio: "inherit" });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
writeFileSync(join(target, "package.json"), `${JSON.stringify(publishedManifest(), null, 2)}\n`);
copyFileSync(join(source, "README.md"), join(target, "README.md"));
copyFileSync(join(root, "LICENSE"), join(target, "LICENSE"));

/** The manifest of the source, less what only this repository needs. */
function publishedManifest(): object {
  const { private: _, scripts: _scripts, devDependencies: _dev, ...manifest } = readManifest();
  const exports = {
    ".": { types: "./index.d.ts", default: "./index.js" },
    // For programs that bundle the library and give the worker a file of its own.
    "./worker-main": "./worker/worker-main.js",
  };
  return { ...manifest, exports, sideEffects: false };
}

function readManifest(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as Record<string, unknown>;
}
