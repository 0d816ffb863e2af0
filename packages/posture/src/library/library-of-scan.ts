import { JobError, type Logger } from "@sortie/process";
import { ArtifactError } from "../artifacts/artifact-error.ts";
import { downloadArtifacts } from "../artifacts/download-artifacts.ts";
import { readArtifacts } from "../artifacts/read-artifacts.ts";
import { releasedLibrary } from "../artifacts/released-library.ts";
import { withControlInputs } from "./control-inputs.ts";
import type { LoadedLibrary } from "./library.ts";
import { loadLibrary, usable } from "./load-library.ts";
import { readSharedRego } from "./read-library.ts";
import { withUserPolicies } from "./user-policies.ts";

/** Where a scan finds what it judges by. */
export type LibrarySettings = {
  /** Folder of our own library. */
  policiesDir: string;
  /** Folder where compiled code of the library is kept for the next run. Whoever can write there can run code. */
  codeCache?: string | undefined;
  /** Folder of released artifacts, used instead of our own library. */
  artifactsDir?: string | undefined;
  /** Where such artifacts are downloaded from; our own library is used when they cannot be had. */
  artifactsUrl?: string | undefined;
  /** Folder of a user's controls, frameworks and rules, in the form of our own, over the library. */
  userPoliciesDir?: string | undefined;
  /** File of control inputs in JSON, over the library's. */
  controlInputsFile?: string | undefined;
};

type Context = { log: Logger; signal: AbortSignal };

/**
 * What a scan judges by: our own library or a set of released artifacts, with a user's policies and control inputs over it.
 *
 * @throws JobError `invalid_input` for what was named and cannot be used. A download that fails is no error: our own
 * library is used instead, and the log warns of it.
 */
export async function libraryOfScan(settings: LibrarySettings, context: Context): Promise<LoadedLibrary> {
  const { policiesDir, codeCache, userPoliciesDir: userDir, controlInputsFile: inputsFile } = settings;
  const base = await baseLibrary(settings, loadLibrary(policiesDir, codeCache), context);
  const extended =
    userDir === undefined ? base : usable(userDir, () => withUserPolicies(base, userDir, readSharedRego(policiesDir)));
  return inputsFile === undefined ? extended : { ...extended, inputs: withControlInputs(extended, inputsFile) };
}

async function baseLibrary(
  settings: LibrarySettings,
  own: LoadedLibrary,
  { log, signal }: Context,
): Promise<LoadedLibrary> {
  const { artifactsDir: dir, artifactsUrl: url } = settings;
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
