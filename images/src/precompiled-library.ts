import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "./programs.ts";

/** A file for the image, and what the program has to be built with to load that file and no other. */
type PrecompiledLibrary = { files: [path: string, content: Uint8Array][]; define: Record<string, string> };

/** As config-scan looks for it beside the library's sources. */
const fileName = "precompiled.json";

/**
 * Has the control library checked and compiled for an image. The file holds code: its digest goes into the program itself,
 * so that what is put in the file's place later is not run.
 *
 * @throws Error with the problems of a library that is not sound.
 */
export function precompiledLibrary(folder: string): PrecompiledLibrary {
  const work = mkdtempSync(join(tmpdir(), "sortie-library-"));
  try {
    const file = join(work, fileName);
    const tool = join(repository, "jobs/config-scan/tools/policies.ts");
    const { status, stdout, stderr } = spawnSync(process.execPath, [tool, "bundle", file], { encoding: "utf8" });
    if (status !== 0) throw new Error(`the control library cannot be compiled:\n${stdout}${stderr}`);
    const digest = stdout.trimEnd().split("\n").at(-1) ?? "";
    return {
      files: [[`${folder}/${fileName}`, readFileSync(file)]],
      define: { PRECOMPILED_LIBRARY_DIGEST: JSON.stringify(digest) },
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
