import { writeFileSync } from "node:fs";
import type { LibrarySettings } from "@sortie/posture";
import type { JudgedLibrary } from "@sortie/wire";
import type { Config } from "./config.ts";

/** Where the configuration says that a scan finds what it judges by. */
export function librarySettings(config: Config): LibrarySettings {
  return {
    policiesDir: config.POLICIES_DIR,
    codeCache: config.CODE_CACHE,
    artifactsDir: config.ARTIFACTS_DIR,
    artifactsUrl: config.ARTIFACTS_URL,
    userPoliciesDir: config.USER_POLICIES_DIR,
    controlInputsFile: config.CONTROL_INPUTS_FILE,
  };
}

/** Writes what is judged by to `LIBRARY_OUT`, for who reports on the scan. */
export function writeJudgedLibrary({ LIBRARY_OUT: file }: Config, { controls, frameworks }: JudgedLibrary): void {
  if (file === undefined) return;
  writeFileSync(file, JSON.stringify({ controls, frameworks } satisfies JudgedLibrary));
}
