import { type Cluster, ConnectionError, connectCluster, discoverResources } from "@sortie/kube";
import { JobError } from "@sortie/process";
import { clusterSource, type ScannedCluster } from "./collect/cluster-source.ts";
import { fileSource } from "./collect/file-source.ts";
import type { ObjectSource } from "./collect/object-source.ts";
import type { Config } from "./config.ts";

/** Where objects come from and results go to. Disposing of it closes the connections. */
type Connected = { source: ObjectSource; storage: Cluster } & AsyncDisposable;

/** @throws JobError `invalid_input` for a kubeconfig that cannot be used. Nothing is sent yet. */
export async function connect(config: Config, signal: AbortSignal): Promise<Connected> {
  const storage = await connectTo(config.STORAGE_KUBECONFIG, undefined, signal);
  if (config.SCANNED_OBJECTS !== undefined) {
    const source = fileSource(config.SCANNED_OBJECTS, signal);
    return { source, storage, [Symbol.asyncDispose]: () => storage.close() };
  }
  const scanned = await connectTo(config.SCANNED_KUBECONFIG, config.SCANNED_CONTEXT, signal);
  const cluster: ScannedCluster = {
    discover: () => discoverResources(scanned, { signal }),
    list: (type, options) => scanned.list(type, options),
  };
  const source = clusterSource({ cluster, readsSecrets: config.READ_SECRETS, signal });
  const close = async () => void (await Promise.all([scanned.close(), storage.close()]));
  return { source, storage, [Symbol.asyncDispose]: close };
}

async function connectTo(
  kubeconfig: string | undefined,
  context: string | undefined,
  signal: AbortSignal,
): Promise<Cluster> {
  try {
    return await connectCluster({ kubeconfig, context, userAgent: "sortie-config-scan", signal });
  } catch (err) {
    if (err instanceof ConnectionError) throw new JobError("invalid_input", err.message, { retry: false, cause: err });
    throw err;
  }
}
