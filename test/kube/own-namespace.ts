// What every test of the Kubernetes client needs: a cluster shared with other tests and a namespace of its own in it.
import { type Cluster, connectCluster, type KubeObject, resources } from "@sortie/kube";
import { bringUp, type Cluster as TestCluster } from "../cluster/cluster.ts";

export type OwnNamespace = {
  /** The machine room: kill and start programs, run commands on the node. */
  machine: TestCluster;
  cluster: Cluster;
  namespace: string;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Connects to the cluster and makes an empty namespace. Disposing deletes it; the cluster stays. */
export async function ownNamespace(prefix: string): Promise<OwnNamespace> {
  const machine = await bringUp({ name: "parts" });
  const cluster = await connectCluster({ kubeconfig: machine.kubeconfig, userAgent: "sortie-test" });
  const namespace = `${prefix}-${Date.now().toString(36)}`;
  await cluster.create(resources.namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  return {
    machine,
    cluster,
    namespace,
    [Symbol.asyncDispose]: async () => {
      await cluster.delete(resources.namespaces, { name: namespace });
      await cluster.close();
    },
  };
}

export type ConfigMap = KubeObject & {
  metadata: { name: string; namespace: string; resourceVersion?: string; uid?: string };
  data?: Record<string, string>;
};

export function configMap(namespace: string, name: string, data: Record<string, string> = {}): ConfigMap {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data };
}
