const group = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1";
const apiVersion = "spdx.softwarecomposition.kubescape.io/v1beta1";

export const paths = {
  summaries: (namespace?: string) => at("workloadconfigurationscansummaries", namespace),
  scans: (namespace?: string) => at("workloadconfigurationscans", namespace),
  sums: `${group}/configurationscansummaries`,
};

function at(plural: string, namespace: string | undefined): string {
  return namespace === undefined ? `${group}/${plural}` : `${group}/namespaces/${namespace}/${plural}`;
}

type Options = { labels?: Record<string, string>; annotations?: Record<string, string>; [field: string]: unknown };

/** A summary with so many failed controls of severity high. */
export function summary(name: string, high = 0, metadata: Options = {}) {
  return {
    apiVersion,
    kind: "WorkloadConfigurationScanSummary",
    metadata: { name, ...metadata },
    spec: { severities: { critical: 0, high, medium: 0, low: 0, unknown: 0 }, controls: {} },
  };
}

/** A scan of one control with one path. */
export function scan(name: string, status: "failed" | "passed" = "failed", metadata: Options = {}) {
  const path = { failedPath: "spec.hostNetwork", fixPath: "", fixPathValue: "", fixCommand: "" };
  const control = {
    controlID: "C-0041",
    name: "HostNetwork access",
    severity: { severity: "High", scoreFactor: 7 },
    status: { status, subStatus: "", info: "" },
    rules: [{ name: "host-network-access", status: { status, subStatus: "" }, paths: [path] }],
  };
  return {
    apiVersion,
    kind: "WorkloadConfigurationScan",
    metadata: { name, ...metadata },
    spec: { controls: { "C-0041": control }, relatedObjects: [] },
  };
}
