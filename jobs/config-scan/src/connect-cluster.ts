import { type Cluster, ConnectionError, connectCluster, discoverResources } from "@sortie/kube";
import type { ObjectSource } from "@sortie/posture";
import { JobError, type Logger } from "@sortie/process";
import { externalCloud } from "./cloud/external-cloud.ts";
import { findProvider } from "./cloud/provider.ts";
import { clusterSource } from "./collect/cluster-source.ts";
import type { ApiVersion, ScannedCluster } from "./collect/scanned-cluster.ts";
import { unreachable } from "./collect/unreachable.ts";
import type { Config } from "./config.ts";
import { withExternals } from "./external/external-source.ts";
import { hostSource } from "./host/host-source.ts";

export type Context = { log: Logger; signal: AbortSignal };

/**
 * A cluster as a source of objects; it is asked where it runs.
 *
 * @throws JobError `cluster_unreachable`, to be retried.
 */
export async function sourceOf(scanned: Cluster, config: Config, { log, signal }: Context): Promise<ObjectSource> {
  const provider = await findProvider({ cluster: scanned, log, signal }).catch((err: unknown) => {
    throw unreachable(err);
  });
  const cluster: ScannedCluster = {
    async discover() {
      const unanswered: ApiVersion[] = [];
      const onUnavailable = (version: ApiVersion) => unanswered.push(version);
      return { served: await discoverResources(scanned, { signal, onUnavailable }), unanswered };
    },
    list: (type, options) => scanned.list(type, options),
  };
  const source = clusterSource({ cluster, scope: provider ?? "cluster", readsSecrets: config.READ_SECRETS, signal });
  return withExternals(source, [
    hostSource({ cluster: scanned, log, signal }),
    externalCloud({ cluster: scanned, provider, settings: config, signal }),
  ]);
}

/**
 * @param kubeconfig its file; undefined for the cluster that the program runs in.
 * @throws JobError `invalid_input` for a kubeconfig that cannot be used.
 */
export async function connectTo(
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
