import { type Cluster, type KubeObject, metadataOnlyList, type Resource, resources } from "@sortie/kube";
import { type ClusterExceptions, type LoadedLibrary, withInputsOfCluster } from "@sortie/posture";
import type { Logger } from "@sortie/process";
import { isRefusal, unreachable } from "../collect/unreachable.ts";

type Deps = { cluster: Pick<Cluster, "get" | "list">; log: Pick<Logger, "info" | "warn">; signal: AbortSignal };

/**
 * A library with the cluster's control inputs over it: those of the ControlInput `default`.
 *
 * @throws JobError `cluster_unreachable`, to be retried.
 */
export async function readControlInput(library: LoadedLibrary, { cluster, log, signal }: Deps): Promise<LoadedLibrary> {
  const read = () => cluster.get(resources.controlInputs, { name: "default" }, { signal });
  const object = await unlessRefused(read, undefined, (reason) => log.warn({ reason }, "control inputs not read"));
  if (object === undefined) return library;
  log.info("control inputs of the cluster used");
  return withInputsOfCluster(library, object, (reason) => log.warn({ reason }, "control input skipped"));
}

/**
 * The cluster's SecurityException and ClusterSecurityException objects, and what they may need to be understood.
 *
 * @param namespaces of the scan, where it names some: what may not be read of the whole cluster may be read there.
 * @throws JobError `cluster_unreachable`, to be retried.
 */
export async function readSecurityExceptions(
  namespaces: readonly string[],
  deps: Deps,
): Promise<Pick<ClusterExceptions, "objects" | "namespaces">> {
  const namespaced = await readNamespaced(namespaces, deps);
  const ofCluster = await readAll(resources.clusterSecurityExceptions, deps);
  const objects = [...namespaced, ...ofCluster];
  if (objects.length > 0) deps.log.info({ exceptions: objects.length }, "exceptions of the cluster read");
  return { objects, namespaces: ofCluster.some(selectsNamespaces) ? await namespaceLabels(deps) : new Map() };
}

/** An exception can be about a subject of another namespace, too: all are wanted before those of the scan's own. */
async function readNamespaced(namespaces: readonly string[], deps: Deps): Promise<KubeObject[]> {
  const resource = resources.securityExceptions;
  if (namespaces.length === 0) return readAll(resource, deps);
  const { cluster, log, signal } = deps;
  const all = await unlessRefused(
    () => listed(cluster, resource, { signal }),
    undefined,
    (reason) => log.info({ kind: resource.plural, reason }, "exceptions read in the scan's namespaces only"),
  );
  if (all !== undefined) return all;
  const own: KubeObject[] = [];
  for (const namespace of namespaces) own.push(...(await readAll(resource, deps, namespace)));
  return own;
}

/** What is not served is not there; what may not be read is told, and then none of it counts. */
async function readAll(resource: Resource, { cluster, log, signal }: Deps, namespace?: string): Promise<KubeObject[]> {
  const kind = resource.plural;
  const read = () => listed(cluster, resource, { signal, namespace });
  return unlessRefused(read, [], (reason) => log.warn({ kind, namespace, reason }, "exceptions not read"));
}

function selectsNamespaces({ spec }: KubeObject): boolean {
  return (spec as { match?: { namespaceSelector?: unknown } } | null)?.match?.namespaceSelector !== undefined;
}

async function namespaceLabels({ cluster, signal }: Deps): Promise<ClusterExceptions["namespaces"]> {
  const read = async () => {
    const namespaces = await listed(cluster, resources.namespaces, { signal, accept: metadataOnlyList });
    return new Map(namespaces.map(({ metadata }) => [metadata?.name ?? "", metadata?.labels ?? {}]));
  };
  // Every exception that wants them says so.
  return unlessRefused(read, undefined, () => {});
}

async function listed(
  cluster: Deps["cluster"],
  resource: Resource,
  options: Parameters<Cluster["list"]>[1],
): Promise<KubeObject[]> {
  const objects: KubeObject[] = [];
  for await (const { items } of cluster.list(resource, options)) objects.push(...items);
  return objects;
}

/** `otherwise`: what counts where the server does not serve it, or refuses to, which is told. */
async function unlessRefused<T, N>(read: () => Promise<T>, otherwise: N, tell: (reason: string) => void) {
  try {
    return await read();
  } catch (err) {
    if (!isRefusal(err)) throw unreachable(err);
    if (err.code !== 404) tell(err.message);
    return otherwise;
  }
}
