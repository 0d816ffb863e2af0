import {
  ConfigurationScanSummary,
  type SeverityCounts,
  WorkloadConfigurationScan,
  WorkloadConfigurationScanSummary,
} from "@sortie/wire";
import { ageColumn, digestColumn, labelColumn, nameColumn } from "./columns.ts";
import { allVerbs, type Kind } from "./kind.ts";
import { namespaceSummaryDescriptions, scanDescriptions, scanSummaryDescriptions } from "./posture-descriptions.ts";

const group = { group: "spdx.softwarecomposition.kubescape.io", version: "v1beta1", categories: ["kubescape"] };

/** Digest of both summary kinds, in this order. */
export const countedSeverities = ["critical", "high", "medium", "low", "unknown"] as const;

const severityColumns = countedSeverities.map((severity, position) => ({
  ...digestColumn(capitalised(severity), position, `Failed controls of severity ${severity}.`),
  wide: severity === "unknown",
}));

const workloadColumn = labelColumn("Kind", "kubescape.io/workload-kind", "Kind of the scanned object.");

/** Every verdict with its paths; large, so lists leave the body out. */
export const workloadConfigurationScan: Kind = {
  ...group,
  kind: "WorkloadConfigurationScan",
  plural: "workloadconfigurationscans",
  singular: "workloadconfigurationscan",
  shortNames: ["kswcs"],
  namespaced: true,
  verbs: allVerbs,
  schema: WorkloadConfigurationScan,
  descriptions: scanDescriptions,
  hasStatus: false,
  listed: "metadata",
  emptyBody: '"spec":{"controls":null,"relatedObjects":null}',
  digest: ({ spec }) => failedAndAll(spec as WorkloadConfigurationScan["spec"]),
  columns: [
    nameColumn,
    digestColumn("Failed", 0, "Controls that failed."),
    digestColumn("Controls", 1, "Controls that were evaluated."),
    workloadColumn,
    ageColumn,
  ],
  maxBodyBytes: 4 * 1024 * 1024,
  atomicFields: ["spec.controls"],
};

/** The same verdicts without paths. */
export const workloadConfigurationScanSummary: Kind = {
  ...group,
  kind: "WorkloadConfigurationScanSummary",
  plural: "workloadconfigurationscansummaries",
  singular: "workloadconfigurationscansummary",
  shortNames: ["kswcss"],
  namespaced: true,
  verbs: allVerbs,
  schema: WorkloadConfigurationScanSummary,
  descriptions: scanSummaryDescriptions,
  hasStatus: false,
  listed: "full",
  emptyBody: `"spec":${JSON.stringify({ severities: zeros(), controls: null })}`,
  digest: ({ spec }) => countsOf((spec as WorkloadConfigurationScanSummary["spec"]).severities),
  columns: [nameColumn, ...severityColumns, workloadColumn, ageColumn],
  maxBodyBytes: 1024 * 1024,
  atomicFields: ["spec.controls", "spec.severities"],
};

/** The sum of a namespace, computed at each read: docs/reference/storage-api.md, "ConfigurationScanSummary". */
export const configurationScanSummary: Kind = {
  ...group,
  kind: "ConfigurationScanSummary",
  plural: "configurationscansummaries",
  singular: "configurationscansummary",
  shortNames: ["kscss"],
  namespaced: false,
  // Without watch, create and delete, the garbage collector, quota and namespace controllers leave it alone.
  verbs: ["get", "list"],
  schema: ConfigurationScanSummary,
  descriptions: namespaceSummaryDescriptions,
  hasStatus: false,
  listed: "full",
  emptyBody: `"spec":${JSON.stringify({ severities: zeros(), summaryRef: null })}`,
  columns: [nameColumn, ...severityColumns, ageColumn],
  maxBodyBytes: 0,
  atomicFields: [],
};

export const postureKinds: Kind[] = [
  configurationScanSummary,
  workloadConfigurationScan,
  workloadConfigurationScanSummary,
];

/** How many controls failed, and how many there are. */
function failedAndAll({ controls }: WorkloadConfigurationScan["spec"]): number[] {
  const all = Object.values(controls ?? {});
  return [all.filter(({ status }) => status.status === "failed").length, all.length];
}

function countsOf(severities: SeverityCounts): number[] {
  return countedSeverities.map((severity) => severities[severity]);
}

function zeros(): SeverityCounts {
  return { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
