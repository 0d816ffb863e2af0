import type { SeverityCounts, WorkloadConfigurationScan } from "@sortie/wire";
import type { Kind } from "../meta/kind.ts";
import { ageColumn, digestColumn, nameColumn } from "./columns.ts";
import { capitalised, computedKind, storedKind, workloadColumn } from "./result-kind.ts";
import { namespaceSummaryType, scanSummaryType, scanType } from "./types/posture.ts";

/** Digest of both summary kinds, in this order. */
export const countedSeverities = ["critical", "high", "medium", "low", "unknown"] as const;

const severityColumns = countedSeverities.map((severity, position) => ({
  ...digestColumn(capitalised(severity), position, `Failed controls of severity ${severity}.`),
  wide: severity === "unknown",
}));

/** Every verdict with its paths; large, so lists leave the body out. */
export const workloadConfigurationScan = storedKind({
  message: scanType,
  plural: "workloadconfigurationscans",
  shortNames: ["kswcs"],
  listed: "metadata",
  digest: ({ spec }) => failedAndAll(spec as WorkloadConfigurationScan["spec"]),
  digested: ["spec.controls.*.status.status"],
  columns: [
    nameColumn,
    digestColumn("Failed", 0, "Controls that failed."),
    digestColumn("Controls", 1, "Controls that were evaluated."),
    workloadColumn,
    ageColumn,
  ],
  maxBodyBytes: 4 * 1024 * 1024,
  atomicFields: ["spec.controls"],
});

/** The same verdicts without paths. */
export const workloadConfigurationScanSummary = storedKind({
  message: scanSummaryType,
  plural: "workloadconfigurationscansummaries",
  shortNames: ["kswcss"],
  listed: "full",
  digest: ({ spec }) => countsOf((spec as { severities: SeverityCounts }).severities),
  digested: ["spec.severities"],
  columns: [nameColumn, ...severityColumns, workloadColumn, ageColumn],
  maxBodyBytes: 1024 * 1024,
  atomicFields: ["spec.controls", "spec.severities"],
});

/** The sum of a namespace, computed at each read: docs/reference/storage-api.md, "Sums of namespaces". */
export const configurationScanSummary = computedKind({
  message: namespaceSummaryType,
  plural: "configurationscansummaries",
  shortNames: ["kscss"],
  namespaced: false,
  listed: "full",
  columns: [nameColumn, ...severityColumns, ageColumn],
});

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
