type Entry = {
  name: string;
  verdicts: number[];
  namespace?: string;
  relatedObjects?: unknown[];
  [more: string]: unknown;
};

/** A batch of scans, in the namespace `shop` where they do not say another. */
export function scansBatch(verdicts: unknown[], scans: Entry[]) {
  return {
    apiVersion: "spdx.softwarecomposition.kubescape.io/v1beta1",
    kind: "WorkloadConfigurationScanBatch",
    spec: {
      verdicts,
      scans: scans.map(({ name, namespace = "shop", labels, annotations, ownerReferences, ...scan }) => ({
        metadata: { name, namespace, labels, annotations, ownerReferences },
        ...scan,
      })),
    },
  };
}

export function scannedControl(controlID: string, status: "failed" | "passed", severity = "High") {
  const path = { failedPath: "spec.hostNetwork", fixPath: "", fixPathValue: "", fixCommand: "" };
  const lists = { appliedIgnoreRules: [], relatedResourcesIDs: [] };
  const rule = { name: "rule", status: { status, subStatus: "" }, controlConfigurations: {}, paths: [path], ...lists };
  return {
    controlID,
    name: `${controlID} by name`,
    severity: { severity, scoreFactor: 7 },
    status: { status, subStatus: "", info: "" },
    rules: [rule],
  };
}
