import { resolve } from "node:path";
import { type LibrarySettings, libraryOfScan, type NamedObject } from "@sortie/posture";
import { failedOutcome, JobError } from "@sortie/process/job-error";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { type ManifestObject, treeOf } from "../input/manifest-object.ts";
import { pauses } from "../input/pauses.ts";
import { namesIn } from "../library/names-in.ts";
import { compileCache } from "../programs/compile-cache.ts";
import { lazily } from "../scan/lazily.ts";
import { reportedFailure } from "../scan/reported-failure.ts";
import { requestOf } from "../scan/scan-request.ts";
import type { Scanner } from "../scan/scanner.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Session } from "../terminal/session.ts";
import { type Judging, startJudging } from "./judging.ts";

type Options = {
  clusterName: string;
  policiesFolder: string;
  inherited: Session["environment"];
  progress: Progress;
  signal: AbortSignal;
};

/**
 * Judges objects of files in this process: what config-scan does with a cluster's, without a program of its own. They are
 * judged while they are read, so that each becomes a tree of values once and is forgotten.
 */
export function fileScanner(command: ScanCommand, options: Options): Scanner {
  const { clusterName, progress, signal } = options;
  const settings = librarySettings(command, options);
  // Nothing is downloaded, so there is nothing to warn of.
  const log = { warn: () => {} };
  const library = lazily(async () => {
    namesIn(settings.policiesDir); // says more of a folder that is not there than that its files are missing
    return await explained(() => libraryOfScan(settings, { log, signal }));
  });
  const request = requestOf(command);
  const exceptionsFile = pathOf(command.exceptions);
  const start = async () => {
    const scan = { request, library: await library(), clusterName, exceptionsFile, progress, signal };
    return await explained(() => startJudging(scan));
  };
  let begun: Judging | undefined;
  return {
    library,
    async begin() {
      const judging = await start();
      begun = judging;
      return (object, tree = treeOf(object)) => judging.add(tree as NamedObject);
    },
    async scan(objects) {
      // Some that were read do not count: a later definition of the same object does, or their file has a mistake.
      const all = begun?.size === objects.length ? begun : await judgeAgain(objects, await start(), signal);
      begun = undefined;
      return await explained(() => all.finish());
    },
  };
}

async function judgeAgain(objects: readonly ManifestObject[], judging: Judging, signal: AbortSignal): Promise<Judging> {
  const pause = pauses(signal);
  for (const object of objects) {
    judging.add(treeOf(object) as NamedObject);
    await pause();
  }
  return judging;
}

function librarySettings({ library }: ScanCommand, { policiesFolder, inherited }: Options): LibrarySettings {
  return {
    policiesDir: policiesFolder,
    codeCache: compileCache(inherited).NODE_COMPILE_CACHE,
    artifactsDir: pathOf(library.artifacts),
    userPoliciesDir: pathOf(library.policies),
    controlInputsFile: pathOf(library.controlInputs),
  };
}

/** Messages name files in full, wherever they come from. */
function pathOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

/** What is wrong with what the person named is a mistake in the command line. */
async function explained<T>(act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const outcome = error instanceof JobError ? failedOutcome(error) : undefined;
    throw outcome?.status === "failed" ? reportedFailure(outcome) : error;
  }
}
