import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Value } from "@sortie/rego";
import { type Ignores, ignoring } from "./ignore.ts";
import { describeProblem, naming, readPolicy } from "./load-paths.ts";
import type { Loaded } from "./loaded.ts";
import { readDocument } from "./read-document.ts";

const dataFiles = new Set(["data.json", "data.yaml", "data.yml"]);

/**
 * Loads a folder as a bundle: all policies, and of data only files called `data.json` or `data.yaml`, each under the
 * names of the folders it is in.
 */
export function loadBundle(path: string, into: Loaded, ignore: readonly string[]): void {
  const root = path.startsWith("file://") ? fileURLToPath(path) : path;
  try {
    if (!statSync(root).isDirectory()) {
      const hint = "a bundle is a folder here; unpack the archive and name its folder";
      into.problems.push({ message: `bundle ${root}: ${hint}` });
      return;
    }
    for (const file of filesUnder(root, ignoring(ignore), 1)) loadFile(root, file, into);
  } catch (error) {
    into.problems.push({ message: `error reading ${JSON.stringify(root)}: ${describeProblem(root, error)}` });
  }
}

function filesUnder(folder: string, ignores: Ignores, depth: number): string[] {
  const names = readdirSync(folder)
    .toSorted()
    .filter((name) => !ignores(name, depth));
  return names.flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path, ignores, depth + 1) : [path];
  });
}

function loadFile(root: string, file: string, into: Loaded): void {
  const place = relative(root, file).split(sep);
  const name = place.pop() ?? "";
  if (extname(name) === ".rego") into.addModule({ name: file, source: readPolicy(file) });
  else if (dataFiles.has(name)) into.addData(file, place, readData(file));
}

function readData(file: string): Value {
  return naming(file, () => readDocument(readFileSync(file)));
}
