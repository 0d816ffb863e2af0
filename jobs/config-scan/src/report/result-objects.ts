import {
  resultsApiVersion,
  type ScannedControl,
  type SeverityCounts,
  severityOf,
  type WorkloadConfigurationScan,
  type WorkloadConfigurationScanSummary,
} from "@sortie/wire";
import { acceptedSubStatus, type ControlRule, statusName } from "../evaluate/control-verdict.ts";
import { type ResourceVerdicts, ruleStatus } from "../evaluate/verdict-table.ts";
import type { AcceptedRules } from "../exceptions/accepted-rules.ts";
import type { ResultMetadata } from "../identity/result-metadata.ts";
import type { ResourcePosture } from "./posture.ts";
import { storedPathsOf } from "./stored-paths.ts";

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
        relatedObjects: posture.verdicts.resource.related.map(({ group, version, kind, namespace, name }) => ({
          namespace,
          apiGroup: group,
          apiVersion: version,
          kind,
          name,
        })),
      },
    },
    summary: {
      apiVersion: resultsApiVersion,
      kind: "WorkloadConfigurationScanSummary",
      metadata,
      spec: { severities: severityCounts(posture), controls: byControl(posture, briefly) },
    },
  };
}

/** What each control that judged the resource says of it, with rules and paths. */
export function scannedControls(posture: ResourcePosture): Record<string, ScannedControl> {
  return byControl(posture, (judged) => scannedControl(posture.verdicts, judged));
}

type JudgedBy = ResourcePosture["controls"][number];

function byControl<T>({ controls }: ResourcePosture, say: (judged: JudgedBy) => T): Record<string, T> {
  return Object.fromEntries(controls.map((judged) => [judged.control.id, say(judged)]));
}

function briefly({ control, verdict }: JudgedBy) {
  const severity = { severity: severityOf(control.baseScore), scoreFactor: control.baseScore };
  return { controlID: control.id, severity, status: verdict };
}

function scannedControl(verdicts: ResourceVerdicts, judged: JudgedBy): ScannedControl {
  const judging = judged.rules.filter(({ index }) => verdicts.statuses[index] !== ruleStatus.unseen);
  return {
    ...briefly(judged),
    name: judged.control.name,
    rules: judging.map((rule) => scannedRule(verdicts, rule, judged.accepted)),
  };
}

function scannedRule(verdicts: ResourceVerdicts, { name, index, inputs }: ControlRule, accepted: AcceptedRules) {
  const exceptions = accepted.get(index);
  const paths = verdicts.paths.get(index);
  const status = statusName(exceptions ? ruleStatus.passed : (verdicts.statuses[index] ?? ruleStatus.unseen));
  const subStatus = exceptions ? acceptedSubStatus : status === "skipped" ? "notEvaluated" : "";
  return {
    name,
    status: { status, subStatus },
    controlConfigurations: inputs,
    paths: paths ? storedPathsOf(paths) : [],
    appliedIgnoreRules: exceptions ?? [],
    relatedResourcesIDs: verdicts.relatedIds.get(index) ?? [],
  };
}

function severityCounts(posture: ResourcePosture): SeverityCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
  for (const { control, verdict } of posture.controls) {
    if (verdict.status !== "failed") continue;
    counts[severityOf(control.baseScore).toLowerCase() as keyof SeverityCounts] += 1;
  }
  return counts;
}
