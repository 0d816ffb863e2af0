import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import type { Provider } from "@sortie/posture";
import type { Logger } from "@sortie/process";
import { isRefusal } from "../collect/unreachable.ts";

/** What begins the provider ID of a node, by who runs the node. */
const prefixes: [prefix: string, provider: Provider][] = [
  ["aws://", "EKS"],
  ["gce://", "GKE"],
  ["azure://", "AKS"],
];

/** The provider of a node (Kubernetes API, "NodeSpec", `providerID`); other providers' clusters are ordinary ones. */
export function providerOfNode(node: KubeObject | undefined): Provider | undefined {
  const spec = node?.spec as { providerID?: unknown } | null | undefined;
  const id = spec?.providerID;
  return typeof id === "string" ? prefixes.find(([prefix]) => id.startsWith(prefix))?.[1] : undefined;
}

type Deps = { cluster: Pick<Cluster, "list">; log: Logger; signal: AbortSignal };

/** Finds the provider by the first node. Where nodes may not be listed, the cluster counts as an ordinary one. */
export async function findProvider({ cluster, log, signal }: Deps): Promise<Provider | undefined> {
  try {
    for await (const { items } of cluster.list(resources.nodes, { limit: 1, signal })) {
      return providerOfNode(items[0]);
    }
  } catch (err) {
    if (!isRefusal(err)) throw err;
    log.warn({ reason: err.message }, "cloud provider not known");
  }
  return undefined;
}
