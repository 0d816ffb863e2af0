import { join, resolve } from "node:path";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { readControlLibrary, readJudgedLibrary } from "../library/control-library.ts";
import { isOwnLibrary } from "../library/is-own-library.ts";
import { compileCache } from "../programs/compile-cache.ts";
import type { JobEnvironment } from "../programs/job-template.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Session } from "../terminal/session.ts";
import type { Run } from "./in-work-folder.ts";
import { lazily } from "./lazily.ts";
import type { Scanner } from "./scanner.ts";

export type ProgramsOptions = {
  clusterName: string;
  policiesFolder: string;
  inherited: Session["environment"];
  progress: Progress;
};

/**
 * Programs that judge: config-scan alone for a cluster, or storage and the dispatcher, which start it. They start at once:
 * what reads the input, asks for the scan and prints the report is loaded while they do.
 */
export async function programsScanner(command: ScanCommand, options: ProgramsOptions, run: Run): Promise<Scanner> {
  const { policiesFolder } = options;
  const judgedLibraryFile = join(run.folder.path, "library.json");
  const start = command.isEmbedded ? await loadEmbedded() : await loadDirect();
  const scanner = start(command, { ...options, job: jobEnvironment(command, { ...options, judgedLibraryFile }) }, run);
  if (isOwnLibrary(command.library)) return { ...scanner, library: lazily(() => readControlLibrary(policiesFolder)) };
  return {
    async scan(objects, meanwhile) {
      const found = await scanner.scan(objects, meanwhile);
      return { ...found, library: readJudgedLibrary(judgedLibraryFile) };
    },
  };
}

async function loadEmbedded() {
  return (await import("./embedded-scanner.ts")).embeddedScanner;
}

async function loadDirect() {
  return (await import("./direct-scanner.ts")).directScanner;
}

type JobFacts = Omit<ProgramsOptions, "progress"> & { judgedLibraryFile: string };

/** A kubeconfig may name a credential plugin, which needs the person's whole environment: profiles, proxies, its home. */
function jobEnvironment({ source, exceptions, library }: ScanCommand, facts: JobFacts): JobEnvironment {
  const { clusterName, policiesFolder, judgedLibraryFile, inherited } = facts;
  const fileAt = (name: string, path: string | undefined) => (path === undefined ? {} : { [name]: resolve(path) });
  const cache = compileCache(inherited);
  const common = {
    POLICIES_DIR: policiesFolder,
    CLUSTER_NAME: clusterName,
    ...fileAt("EXCEPTIONS_FILE", exceptions),
    ...fileAt("ARTIFACTS_DIR", library.artifacts),
    ...fileAt("USER_POLICIES_DIR", library.policies),
    ...fileAt("CONTROL_INPUTS_FILE", library.controlInputs),
    ...fileAt("LIBRARY_OUT", isOwnLibrary(library) ? undefined : judgedLibraryFile),
    LOG_LEVEL: "info",
    ...cache,
    CODE_CACHE: cache.NODE_COMPILE_CACHE,
  };
  if (source.type !== "cluster") return common;
  return { ...inherited, ...common, SCANNED_KUBECONFIG: resolve(source.kubeconfig), SCANNED_CONTEXT: clusterName };
}
