import type { Cluster } from "../cluster/cluster.ts";

export const shopNamespace = "shop";

const securityContext = { runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false };

/** Nothing of the shop runs: its images do not exist, and a scan looks at what is declared. */
function deployment(name: string, container: object): object {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: shopNamespace },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name, image: "shop.example/x:1", ...container }] } },
    },
  };
}

/** A workload that fails controls and one that passes many. */
export const shop = {
  apiVersion: "v1",
  kind: "List",
  items: [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: shopNamespace } },
    deployment("checkout", { securityContext: { privileged: true } }),
    deployment("catalog", { securityContext, resources: { limits: { cpu: "1", memory: "1Gi" } } }),
  ],
};

export async function setPrivileged(cluster: Cluster, privileged: boolean): Promise<void> {
  const path = "/spec/template/spec/containers/0/securityContext/privileged";
  const patch = JSON.stringify([{ op: "replace", path, value: privileged }]);
  await cluster.kubectl(["patch", "deployment", "checkout", "-n", shopNamespace, "--type=json", "-p", patch]);
}
