import { join, resolve } from "node:path";
import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { isOwnLibrary } from "../library/is-own-library.ts";
import { compileCache } from "../programs/compile-cache.ts";
import type { JobEnvironment } from "../programs/job-template.ts";
import { ownPoliciesFolder } from "../source/places.ts";
import { progressOn, type Session } from "../terminal/session.ts";
import { inWorkFolder } from "./in-work-folder.ts";
import { checkOutput } from "./write-report.ts";

/**
 * Runs `sortie scan` and returns its exit status. The programs start first: what reads the input, asks for the scan and
 * prints the report is loaded while they do.
 */
export async function scanCommand(command: ScanCommand, session: Session): Promise<number> {
  const { source, output, verbose } = command;
  if (output !== undefined) checkOutput(output);
  const clusterName = await clusterNameOf(source);
  const progress = progressOn(session.stderr, verbose);
  return await inWorkFolder(session.signal, async (run) => {
    const policiesFolder = resolve(session.environment.POLICIES_DIR ?? ownPoliciesFolder);
    const judgedLibraryFile = join(run.folder.path, "library.json");
    const { environment: inherited } = session;
    const job = jobEnvironment(command, { clusterName, policiesFolder, judgedLibraryFile, inherited });
    const start = command.isEmbedded ? await loadEmbedded() : await loadDirect();
    const scanner = start(command, { clusterName, job, inherited, progress }, run);
    const { scanSource } = await import("./scan-source.ts");
    const { signal } = run;
    return await scanSource(command, {
      session,
      scanner,
      clusterName,
      policiesFolder,
      judgedLibraryFile,
      progress,
      signal,
    });
  });
}

async function loadEmbedded() {
  return (await import("./embedded-scanner.ts")).embeddedScanner;
}

async function loadDirect() {
  return (await import("./direct-scanner.ts")).directScanner;
}

async function clusterNameOf(source: ScanCommand["source"]): Promise<string> {
  if (source.type !== "cluster") return "files";
  const { kubeconfigContext } = await import("../source/kubeconfig-context.ts");
  return kubeconfigContext(source.kubeconfig, source.context);
}

type JobFacts = {
  clusterName: string;
  policiesFolder: string;
  judgedLibraryFile: string;
  inherited: Session["environment"];
};

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
