import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cached, longUnused, shortHash } from "./cache.ts";
import { filesUnder } from "./file-trees.ts";
import { repository } from "./programs.ts";

/** A file for the image, and what the program has to be built with to load that file and no other. */
export type PrecompiledLibrary = { files: [path: string, content: Uint8Array][]; define: Record<string, string> };

/** As config-scan looks for it beside the library's sources. */
const fileName = "precompiled.json";

const cacheName = "library-";

/** What compiles a library, beside which it lies: a change of any of it makes another one. */
const compiler = ["packages/rego/src", "packages/wire/src", "packages/posture/src", "packages/posture/tools"];

/**
 * Has the control library checked and compiled for an image, or takes it from the cache where nothing that goes into it has
 * changed. The file holds code: its digest goes into the program itself, so that what is put in the file's place later is
 * not run.
 *
 * @throws Error with the problems of a library that is not sound.
 */
export async function precompiledLibrary(folder: string): Promise<PrecompiledLibrary> {
  const sources = [folder, ...compiler].flatMap((path) => filesUnder(join(repository, path), path));
  const key = shortHash(...sources.flat(), readFileSync(join(repository, "package-lock.json")));
  const made = await cached(`${cacheName}${key}`, (temporary) => compile(temporary));
  utimesSync(made, new Date(), new Date());
  for (const old of longUnused(dirname(made), (name) => name.startsWith(cacheName))) rmSync(old, { recursive: true });
  const digest = readFileSync(join(made, "digest"), "utf8");
  return {
    files: [[`${folder}/${fileName}`, readFileSync(join(made, fileName))]],
    define: { PRECOMPILED_LIBRARY_DIGEST: JSON.stringify(digest) },
  };
}

function compile(folder: string): void {
  const tool = join(repository, "packages/posture/tools/policies.ts");
  const bundle = ["bundle", join(folder, fileName)];
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, ...bundle], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the control library cannot be compiled:\n${stdout}${stderr}`);
  writeFileSync(join(folder, "digest"), stdout.trimEnd().split("\n").at(-1) ?? "");
}
