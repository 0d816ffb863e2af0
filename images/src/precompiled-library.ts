import { join } from "node:path";
import { precompiledFile } from "../../jobs/config-scan/src/library/precompiled.ts";
import { readLibrary } from "../../jobs/config-scan/src/library/read-library.ts";
import { precompile } from "../../jobs/config-scan/tools/precompile.ts";
import { repository } from "./programs.ts";

/** A file for the image, and what the program has to be built with to load that file and no other. */
type PrecompiledLibrary = { files: [path: string, content: Uint8Array][]; define: Record<string, string> };

/**
 * Compiles the control library for an image. The file holds code: its digest goes into the program itself, so that what
 * is put in the file's place later is not run.
 */
export function precompiledLibrary(folder: string): PrecompiledLibrary {
  const { text, digest } = precompile(readLibrary(join(repository, "policies")));
  return {
    files: [[`${folder}/${precompiledFile}`, Buffer.from(text)]],
    define: { PRECOMPILED_LIBRARY_DIGEST: JSON.stringify(digest) },
  };
}
