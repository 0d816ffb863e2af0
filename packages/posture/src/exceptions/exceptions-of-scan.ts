import type { ExceptionPolicies, ScanRequest } from "@sortie/wire";
import type { LoadedLibrary } from "../library/library.ts";
import { type Exception, fromPolicies, fromSystemExceptions } from "./exception.ts";
import type { NamespaceLabels } from "./exception-match.ts";
import { type ExceptionsOf, exceptionsFor } from "./exceptions-for.ts";
import type { BrokenException, KnownControls } from "./security-exceptions.ts";

/** What the scanned cluster's own objects accept. */
export type ClusterExceptions = {
  /** SecurityException and ClusterSecurityException objects, as its API server has them. */
  objects: readonly unknown[];
  /** Undefined: they cannot be read, so what selects namespaces by label is broken. */
  namespaces: NamespaceLabels | undefined;
};

type Settings = {
  /** File of posture exception policies in JSON. */
  exceptionsFile?: string | undefined;
  /** The cluster's name in wlids. */
  clusterName: string;
  inCluster?: ClusterExceptions | undefined;
  /** Told of each of a file, the request or the cluster that cannot be used, as a whole or in part, and accepts nothing there. */
  onBroken: OnBroken;
};

type OnBroken = (broken: BrokenException) => void;

/**
 * The exceptions that count in a scan: the library's, released ones, a file's, the request's and the cluster's. What has
 * expired when the scan is asked for does not count.
 *
 * @throws JobError `invalid_input` for a file that cannot be used.
 */
export async function exceptionsOfScan(
  library: Pick<LoadedLibrary, "exceptions" | "policies"> & KnownControls,
  { exceptionsFile, clusterName, inCluster, onBroken }: Settings,
  { target, requestedAt }: Pick<ScanRequest, "target" | "requestedAt">,
): Promise<ExceptionsOf> {
  const context = { frameworks: library.frameworks, now: requestedAt };
  const own = exceptionsFile === undefined ? [] : await ofFile(exceptionsFile, library, onBroken);
  const released = fromPolicies(library.policies ?? [], context);
  const { exceptions: requested = [] } = target;
  if (requested.length > 0) await tellUnusable(requested, library, onBroken);
  const ofCluster = inCluster === undefined ? [] : await accepted(inCluster, library, { now: requestedAt, onBroken });
  const all = [
    ...fromSystemExceptions(library.exceptions),
    ...released,
    ...fromPolicies(own, context),
    ...fromPolicies(requested, context),
    ...ofCluster,
  ];
  return exceptionsFor(all, clusterName);
}

/** Schemas take longer to make than one object to judge, and most scans have no such file. */
async function ofFile(file: string, library: KnownControls, onBroken: OnBroken): Promise<ExceptionPolicies> {
  const { readExceptions } = await import("./read-exceptions.ts");
  const { policies, unknown } = readExceptions(file);
  await tellUnusable(policies, library, onBroken);
  for (const { policy, field } of unknown) {
    onBroken({ kind: "exception", namespace: "", name: policy, reason: `${field}: there is no such field` });
  }
  return policies;
}

async function tellUnusable(policies: ExceptionPolicies, library: KnownControls, onBroken: OnBroken): Promise<void> {
  const { unusablePolicies } = await import("./unusable-policies.ts");
  for (const one of unusablePolicies(policies, library)) onBroken(one);
}

async function accepted(
  { objects, namespaces }: ClusterExceptions,
  library: KnownControls,
  { now, onBroken }: { now: string; onBroken: OnBroken },
): Promise<Exception[]> {
  if (objects.length === 0) return [];
  const { fromSecurityExceptions } = await import("./security-exceptions.ts");
  const { exceptions, broken } = fromSecurityExceptions(objects, { library, namespaces, now });
  for (const one of broken) onBroken(one);
  return exceptions;
}
