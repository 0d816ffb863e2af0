import type { Cluster } from "../cluster/cluster.ts";

const securityContext = { runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false };

/** Labels of the workload, and what its container is given. */
type Settings = { labels?: object; [field: string]: unknown };

/** Nothing of the shop runs: its images do not exist, and a scan looks at what is declared. */
function deployment(namespace: string, name: string, { labels = {}, ...container }: Settings): object {
  const selected = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas: 0,
      selector: { matchLabels: selected },
      template: {
        metadata: { labels: selected },
        spec: { containers: [{ name, image: "shop.example/x:1", ...container }] },
      },
    },
  };
}

/** `checkout` fails controls, `catalog` passes many and names its team. */
export function shopIn(namespace: string, { privileged }: { privileged: boolean }): object {
  const limits = { resources: { limits: { cpu: "1", memory: "1Gi" } } };
  return {
    apiVersion: "v1",
    kind: "List",
    items: [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      deployment(namespace, "checkout", { securityContext: { privileged } }),
      deployment(namespace, "catalog", { securityContext, ...limits, labels: { team: "blue" } }),
    ],
  };
}

export async function setPrivileged(cluster: Cluster, namespace: string, privileged: boolean): Promise<void> {
  const path = "/spec/template/spec/containers/0/securityContext/privileged";
  const patch = JSON.stringify([{ op: "replace", path, value: privileged }]);
  await cluster.kubectl(["patch", "deployment", "checkout", "-n", namespace, "--type=json", "-p", patch]);
}
