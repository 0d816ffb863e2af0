import type { Logger } from "@sortie/process";
import { JobError } from "@sortie/process/job-error";
import { ArtifactError } from "../artifacts/artifact-error.ts";
import type { LoadedLibrary } from "./library.ts";
import { ownPrecompiled } from "./precompiled.ts";

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

type Context = { log: Pick<Logger, "warn">; signal: AbortSignal };

/**
 * What a scan judges by: our own library or a set of released artifacts, with a user's policies and control inputs over it.
 *
 * @throws JobError `invalid_input` for what was named and cannot be used. A download that fails is no error: our own
 * library is used instead, and the log warns of it.
 */
export async function libraryOfScan(settings: LibrarySettings, context: Context): Promise<LoadedLibrary> {
  const { policiesDir, codeCache, userPoliciesDir: userDir, controlInputsFile: inputsFile } = settings;
  const own = ownPrecompiled(policiesDir, codeCache) ?? (await loadReading()).loadLibrary(policiesDir);
  const base = await baseLibrary(settings, own, context);
  const extended = userDir === undefined ? base : await withPoliciesOf(userDir, base, policiesDir);
  if (inputsFile === undefined) return extended;
  const { withControlInputs } = await import("./control-inputs.ts");
  return { ...extended, inputs: withControlInputs(extended, inputsFile) };
}

/**
 * A library with the scanned cluster's own control inputs over it, from its `ControlInput` object. A list that cannot be
 * used is told and left out.
 */
export async function withInputsOfCluster(
  library: LoadedLibrary,
  object: unknown,
  onBroken: (reason: string) => void,
): Promise<LoadedLibrary> {
  const { withClusterInputs } = await import("./control-inputs.ts");
  const { inputs, problems } = withClusterInputs(library, object);
  for (const problem of problems) onBroken(problem);
  return { ...library, inputs };
}

/** What reads files makes schemas and has a parser: that takes longer than to load what the build compiled. */
function loadReading() {
  return import("./load-library.ts");
}

async function withPoliciesOf(dir: string, base: LoadedLibrary, policiesDir: string): Promise<LoadedLibrary> {
  const [{ usable }, { readSharedRego }, { withUserPolicies }] = await Promise.all([
    loadReading(),
    import("./read-library.ts"),
    import("./user-policies.ts"),
  ]);
  return usable(dir, () => withUserPolicies(base, dir, readSharedRego(policiesDir)));
}

async function baseLibrary(
  settings: LibrarySettings,
  own: LoadedLibrary,
  { log, signal }: Context,
): Promise<LoadedLibrary> {
  const { artifactsDir: dir, artifactsUrl: url } = settings;
  if (dir === undefined && url === undefined) return own;
  const { downloadArtifacts, readArtifacts, releasedLibrary } = await import("./artifacts.ts");
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
