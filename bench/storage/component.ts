import { readFileSync } from "node:fs";
import type { Cluster } from "../../test/cluster/cluster.ts";
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

/** Where kube-apiserver is, and whose certificate it has. */
export function clusterAddress({ kubeconfig }: Cluster): { url: string; ca: string } {
  const { clusters } = JSON.parse(readFileSync(kubeconfig, "utf8")) as {
    clusters: { cluster: { server: string; "certificate-authority-data": string } }[];
  };
  const cluster = clusters[0]?.cluster;
  const ca = Buffer.from(cluster?.["certificate-authority-data"] ?? "", "base64").toString("utf8");
  return { url: cluster?.server ?? "", ca };
}
