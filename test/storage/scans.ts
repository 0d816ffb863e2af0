import { stringify } from "yaml";

export const group = "spdx.softwarecomposition.kubescape.io";
export const summaries = `workloadconfigurationscansummaries.${group}`;

/** A WorkloadConfigurationScanSummary as YAML, with so many failed controls of severity high. */
export function summaryYaml(
  namespace: string,
  name: string,
  high: number,
  metadata: Record<string, unknown> = {},
): string {
  return stringify({
    apiVersion: `${group}/v1beta1`,
    kind: "WorkloadConfigurationScanSummary",
    metadata: { namespace, name, labels: { "kubescape.io/workload-kind": "Deployment" }, annotations: {}, ...metadata },
    spec: { severities: { critical: 1, high, medium: 0, low: 0, unknown: 0 }, controls: {} },
  });
}
