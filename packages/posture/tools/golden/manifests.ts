import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";

/** Manifests of the recorded clusters, made once and kept outside the checkout. */
const cache = join(homedir(), ".cache", "sortie", "oracle");

/** Goldens are named after the cluster they are about: `seed1-1250.json.gz`. Namespaces are not in the name. */
const namespacesBySize: Record<string, number> = { "400": 10, "1250": 20 };

/** Makes the manifests of a golden with the generator beside it. `undefined`: its name or folder does not say how. */
export function generatedManifests(golden: string): string | undefined {
  const generator = join(dirname(golden), "generate.py");
  const [, seed = "", objects = ""] = /^seed(\d+)-(\d+)/.exec(basename(golden)) ?? [];
  const namespaces = namespacesBySize[objects];
  if (namespaces === undefined || !existsSync(generator)) return undefined;
  const folder = join(cache, `seed${seed}-${objects}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const unfinished = `${folder}.${process.pid}`;
    const size = ["--seed", seed, "--objects", objects, "--namespaces", String(namespaces)];
    execFileSync("python3", [generator, ...size, "--out", unfinished], { stdio: ["ignore", "ignore", "inherit"] });
    renameSync(unfinished, folder);
  }
  return folder;
}

/** The generator writes the same objects twice; the list is read in a fraction of the time. */
export function scannedPath(manifests: string): string {
  const list = join(manifests, "json", "list.json");
  return existsSync(list) ? list : manifests;
}
