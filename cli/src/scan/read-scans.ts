import { type Cluster, resources } from "@sortie/kube";
import { WorkloadConfigurationScan } from "@sortie/wire";
import { type Judged, judgedOf } from "../result/judged.ts";

/** Lists of this kind leave the verdicts out unless they are asked for (docs/reference/storage-api.md). */
const withVerdicts = { resourceVersion: "fullSpec" };

/** Every stored result, of all namespaces. */
export async function readScans(cluster: Cluster, signal: AbortSignal): Promise<Judged[]> {
  const scans: Judged[] = [];
  for await (const page of cluster.list(resources.workloadConfigurationScans, { signal, query: withVerdicts })) {
    // Items of a list need not repeat what the list says of all of them.
    for (const item of page.items)
      scans.push(storedResult(WorkloadConfigurationScan.parse({ ...kindOfItem, ...item })));
  }
  return scans;
}

function storedResult({ metadata, spec }: WorkloadConfigurationScan): Judged {
  return judgedOf({ metadata, relatedObjects: spec.relatedObjects ?? [] }, Object.values(spec.controls ?? {}));
}

const kindOfItem = {
  apiVersion: "spdx.softwarecomposition.kubescape.io/v1beta1",
  kind: "WorkloadConfigurationScan",
};
