import type { Cluster } from "@sortie/kube";
import { type BrokenException, exceptionsOfScan, type LoadedLibrary } from "@sortie/posture";
import type { Logger } from "@sortie/process";
import type { ConfigTarget, ScanRequest } from "@sortie/wire";
import type { Config } from "../config.ts";

/** Whoever may write exceptions could fill the log with broken ones. */
const toldExceptions = 50;

type Deps = { scanned: Cluster | undefined; log: Logger; signal: AbortSignal };

/**
 * What a scan judges by: the library with the scanned cluster's own control inputs over it, unless a file has them, and the
 * exceptions that count. What people have written into the cluster fails no scan: what cannot be used is told in the log,
 * counted in the outcome, and changes nothing.
 *
 * @throws JobError `invalid_input` for a file that cannot be used, `cluster_unreachable` to be retried.
 */
export async function judgedBy(
  library: LoadedLibrary,
  request: ScanRequest,
  { EXCEPTIONS_FILE: exceptionsFile, CLUSTER_NAME: clusterName, CONTROL_INPUTS_FILE: inputsFile }: Config,
  { scanned, log, signal }: Deps,
) {
  const broken: BrokenException[] = [];
  const settings = { exceptionsFile, clusterName, onBroken: (one: BrokenException) => broken.push(one) };
  const told = () => {
    for (const { name, ...what } of broken.slice(0, toldExceptions)) {
      log.warn({ ...what, resource: name }, "exception skipped");
    }
    return broken.length === 0 ? {} : { brokenExceptions: broken.length };
  };
  if (scanned === undefined) {
    const exceptions = await exceptionsOfScan(library, settings, request);
    return { library, exceptions, unusable: told() };
  }
  const { readControlInput, readSecurityExceptions } = await import("./read-settings.ts");
  const deps = { cluster: scanned, log, signal };
  const own = inputsFile === undefined ? await readControlInput(library, deps) : library;
  const inCluster = await readSecurityExceptions(ownNamespaces(request.target), deps);
  const exceptions = await exceptionsOfScan(own, { ...settings, inCluster }, request);
  return { library: own, exceptions, unusable: told() };
}

/** The namespaces that a scan is about, where its request names them. */
function ownNamespaces({ includeNamespaces, object }: ConfigTarget): string[] {
  const named = object === undefined ? includeNamespaces : [object.namespace];
  return [...new Set(named)].filter((namespace) => namespace !== "");
}
