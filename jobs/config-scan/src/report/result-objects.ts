import {
  resultsApiVersion,
  type ScannedControl,
  type SeverityCounts,
  severityOf,
  type WorkloadConfigurationScan,
  type WorkloadConfigurationScanSummary,
} from "@sortie/wire";
import type { ResultMetadata } from "../identity/result-metadata.ts";
import type { ResourcePosture } from "./posture.ts";
import { inBrief, type JudgedBy, scannedControl } from "./scanned-control.ts";

/** The two objects that hold a resource's results. */
export type ResultObjects = {
  scan: Placed<WorkloadConfigurationScan>;
  summary: Placed<WorkloadConfigurationScanSummary>;
};

type Placed<T> = Omit<T, "metadata"> & { metadata: ResultMetadata };

export function resultObjects(posture: ResourcePosture, metadata: ResultMetadata): ResultObjects {
  return {
    scan: {
      apiVersion: resultsApiVersion,
      kind: "WorkloadConfigurationScan",
      metadata,
      spec: {
        controls: scannedControls(posture),
        relatedObjects: relatedObjects(posture),
      },
    },
    summary: {
      apiVersion: resultsApiVersion,
      kind: "WorkloadConfigurationScanSummary",
      metadata,
      spec: {
        severities: severityCounts(posture),
        controls: byControl(posture, (judged) => inBrief(scannedControl(posture.verdicts, judged))),
      },
    },
  };
}

/** Role and binding of a subject; none of other resources. */
export function relatedObjects({ verdicts }: ResourcePosture) {
  return verdicts.resource.related.map(({ group, version, kind, namespace, name }) => ({
    namespace,
    apiGroup: group,
    apiVersion: version,
    kind,
    name,
  }));
}

/** What each control that judged the resource says of it, with rules and paths. */
export function scannedControls(posture: ResourcePosture): Record<string, ScannedControl> {
  return byControl(posture, (judged) => scannedControl(posture.verdicts, judged));
}

function byControl<T>({ controls }: ResourcePosture, say: (judged: JudgedBy) => T): Record<string, T> {
  return Object.fromEntries(controls.map((judged) => [judged.control.id, say(judged)]));
}

function severityCounts(posture: ResourcePosture): SeverityCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
  for (const { control, verdict } of posture.controls) {
    if (verdict.status !== "failed") continue;
    counts[severityOf(control.baseScore).toLowerCase() as keyof SeverityCounts] += 1;
  }
  return counts;
}
