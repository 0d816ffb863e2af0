import type { Cluster } from "../../test/cluster/cluster.ts";
import { apiService, manifests, namespace as serverNamespace } from "../../test/storage/manifests.ts";
import { namespace } from "./objects.ts";

/** Has kube-apiserver pass requests for scan results on to a server of this machine that signs its certificate itself. */
export async function register(cluster: Cluster, address: string, port: number): Promise<void> {
  await cluster.kubectl(["apply", "-f", "-"], { input: manifests(address, port) });
  const spec = JSON.stringify({ spec: { insecureSkipTLSVerify: true } });
  await cluster.kubectl(["patch", "apiservice", apiService, "--type=merge", "-p", spec]);
}

/** When it does, and the namespace of the benches is there. */
export async function untilRegistered(cluster: Cluster): Promise<void> {
  await cluster.kubectl(["wait", "--for=condition=Available", `apiservice/${apiService}`, "--timeout=90s"]);
  await cluster.kubectl(["create", "namespace", namespace]);
}

export async function unregister(cluster: Cluster): Promise<void> {
  await cluster.kubectl(["delete", "apiservice", apiService, "--ignore-not-found"]);
  await cluster.kubectl(["delete", "clusterrole,clusterrolebinding", serverNamespace, "--ignore-not-found"]);
  await cluster.kubectl(["-n", "kube-system", "delete", "rolebinding", serverNamespace, "--ignore-not-found"]);
  await cluster.kubectl(["delete", "namespace", namespace, serverNamespace, "--ignore-not-found", "--timeout=90s"]);
}
