import type { Cluster } from "../../test/cluster/cluster.ts";
import { clusterAddress } from "../../test/storage/cluster-address.ts";
import type { Address } from "./client.ts";
import { namespace } from "./objects.ts";

const name = "bench-storage";

/**
 * How a component in the cluster reaches kube-apiserver: by a token of its ServiceAccount, which kube-apiserver verifies
 * once in ten seconds. It verifies certificates for each request, a fifth of what it does for one. The namespace of the
 * benches is there.
 */
export async function addComponent(cluster: Cluster): Promise<Address> {
  const create = (...args: string[]) => cluster.kubectl(["create", ...args]);
  await create("serviceaccount", name, `--namespace=${namespace}`);
  await create("clusterrolebinding", name, "--clusterrole=cluster-admin", `--serviceaccount=${namespace}:${name}`);
  const token = await create("token", name, `--namespace=${namespace}`, "--duration=24h");
  return { ...clusterAddress(cluster), token: token.trim() };
}

/** What was added but for the ServiceAccount, which goes with its namespace. */
export async function removeComponent(cluster: Cluster): Promise<void> {
  await cluster.kubectl(["delete", "clusterrolebinding", name, "--ignore-not-found"]);
}

/** The namespace of the benches, with all that is in it. */
export async function removeNamespace(cluster: Cluster): Promise<void> {
  await cluster.kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--timeout=90s"]);
}
