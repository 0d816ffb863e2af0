import type { Cluster } from "../cluster/cluster.ts";
import { apiService, manifests, namespace } from "./manifests.ts";

/** Has kube-apiserver pass requests for scan results on to a server of this machine that signs its certificate itself. */
export async function register(cluster: Cluster, address: string, port: number): Promise<void> {
  await cluster.kubectl(["apply", "-f", "-"], { input: manifests(address, port) });
  const spec = JSON.stringify({ spec: { insecureSkipTLSVerify: true } });
  await cluster.kubectl(["patch", "apiservice", apiService, "--type=merge", "-p", spec]);
}

/** When kube-apiserver does. */
export async function untilAvailable(cluster: Cluster): Promise<void> {
  await cluster.kubectl(["wait", "--for=condition=Available", `apiservice/${apiService}`, "--timeout=90s"]);
}

/** Takes out of a cluster what `manifests` puts into it. */
export async function unregister(cluster: Cluster): Promise<void> {
  await cluster.kubectl(["delete", "apiservice", apiService, "--ignore-not-found"]);
  await cluster.kubectl(["delete", "clusterrole,clusterrolebinding", namespace, "--ignore-not-found"]);
  await cluster.kubectl(["-n", "kube-system", "delete", "rolebinding", namespace, "--ignore-not-found"]);
  await cluster.kubectl(["delete", "namespace", namespace, "--ignore-not-found", "--timeout=90s"]);
}
