import { writeFileSync } from "node:fs";
import { JobError, type Logger } from "@sortie/process";
import type { JudgedLibrary } from "@sortie/wire";
import { ArtifactError } from "../artifacts/artifact-error.ts";
import { downloadArtifacts } from "../artifacts/download-artifacts.ts";
import { readArtifacts } from "../artifacts/read-artifacts.ts";
import { releasedLibrary } from "../artifacts/released-library.ts";
import type { Config } from "../config.ts";
import { withControlInputs } from "./control-inputs.ts";
import type { LoadedLibrary } from "./library.ts";
import { loadLibrary, usable } from "./load-library.ts";
import { readSharedRego } from "./read-library.ts";
import { withUserPolicies } from "./user-policies.ts";

type Context = { log: Logger; signal: AbortSignal };

/**
 * What a scan judges by: our own library or a set of released artifacts, with a user's policies and control inputs over it.
 *
 * @throws JobError `invalid_input` for what was named and cannot be used. A download that fails is no error: our own
 * library is used instead, and the log warns of it.
 */
export async function libraryOfScan(config: Config, context: Context): Promise<LoadedLibrary> {
  const { POLICIES_DIR, USER_POLICIES_DIR: userDir, CONTROL_INPUTS_FILE: inputsFile } = config;
  const base = await baseLibrary(config, loadLibrary(POLICIES_DIR, config.CODE_CACHE), context);
  const extended =
    userDir === undefined ? base : usable(userDir, () => withUserPolicies(base, userDir, readSharedRego(POLICIES_DIR)));
  const library =
    inputsFile === undefined ? extended : { ...extended, inputs: withControlInputs(extended, inputsFile) };
  if (config.LIBRARY_OUT !== undefined) {
    const { controls, frameworks } = library;
    writeFileSync(config.LIBRARY_OUT, JSON.stringify({ controls, frameworks } satisfies JudgedLibrary));
  }
  return library;
}

async function baseLibrary(config: Config, own: LoadedLibrary, { log, signal }: Context): Promise<LoadedLibrary> {
  const { ARTIFACTS_DIR: dir, ARTIFACTS_URL: url } = config;
  try {
    if (dir !== undefined) return releasedLibrary(readArtifacts(dir), own);
    if (url !== undefined) return releasedLibrary(await downloadArtifacts(url, { signal }), own);
    return own;
  } catch (err) {
    if (!(err instanceof ArtifactError)) throw err;
    if (dir !== undefined) {
      throw new JobError("invalid_input", `cannot use the artifacts of ${dir}: ${err.message}`, {
        retry: false,
        cause: err,
      });
    }
    log.warn({ url: withoutCredentials(url), reason: err.message }, "artifacts not usable, own library used");
    return own;
  }
}

function withoutCredentials(url = ""): string {
  const parsed = new URL(url);
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}
