import type { PostureStatus } from "@sortie/wire";
import { namedObject, resourceCounters, severityOf, subjectObject } from "@sortie/wire/plain";
import { maskedJson } from "../input/manifest-object.ts";
import { countBySeverity, type SeverityCount } from "../result/order.ts";
import { overallStatus } from "../result/overall-status.ts";
import type { ControlResult, FrameworkResult, NamedObject, ResourceResult, Summary } from "../result/summarise.ts";
import { controlSummary, riskOf, scoreOf, sumOf } from "./control-summary.ts";
import { arrayOf, jsonPieces, type Pieces } from "./json-pieces.ts";
import { resultText } from "./result-text.ts";

/** What the report says about the scan itself. */
export type Scan = {
  /** RFC 3339. */
  generatedAt: string;
  clusterName: string;
  /** Of a managed cluster: `EKS`, `GKE` or `AKS`. */
  provider?: string | undefined;
  /** The objects came from files, so their replicas and with them the risk scores are known. */
  isOfFiles: boolean;
  targetType: "Framework" | "Control";
  targetNames: string[];
};

/**
 * The report in Kubescape's JSON format v2 (docs/reference/command-line.md, "JSON"), as pieces of text: of ten thousand
 * objects it is longer than what is known about them.
 */
export function* jsonReport(summary: Summary, scan: Scan): Generator<string> {
  const resources = summary.resources.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { targetType, targetNames } = scan;
  yield* jsonPieces({
    generationTime: scan.generatedAt,
    clusterAPIServerInfo: null,
    clusterCloudProvider: "",
    customerGUID: "",
    clusterName: scan.clusterName,
    summaryDetails: summaryDetails(summary, resources, scan),
    resources: arrayOf(resources, resourceText),
    attributes: null,
    results: arrayOf(resources, resultText),
    metadata: { scanMetadata: { format: "json", formatVersion: "v2", targetType, targetNames } },
    paginationInfo: { chunkNumber: 0, isLastChunk: true },
  });
  yield "\n";
}

function summaryDetails(
  { controls, frameworks, compliance }: Summary,
  resources: ResourceResult[],
  { isOfFiles }: Scan,
) {
  const risks = new Map(controls.map((control) => [control, isOfFiles ? riskOf(control) : undefined]));
  const riskOfAll = (some: ControlResult[]) => {
    if (!isOfFiles) return {};
    const sum = sumOf(some.flatMap((control) => risks.get(control) ?? []));
    // What looked at nothing counts as the highest risk, as in Kubescape.
    const isIrrelevant = sum.all === 0 && some.every(({ subStatus }) => subStatus === "irrelevant");
    return { score: isIrrelevant ? 100 : scoreOf(sum) };
  };
  const summaryOf = (control: ControlResult) => [control.definition.id, controlSummary(control, risks.get(control))];
  const frameworkEntry = (framework: FrameworkResult) => ({
    name: framework.name,
    status: overallStatus(framework.controls.map(({ status }) => status)),
    version: "",
    ...riskOfAll(framework.controls),
    complianceScore: framework.compliance,
    controls: Object.fromEntries(framework.controls.map(summaryOf)),
    ResourceCounters: countResources(resources, new Set(framework.controls.map(({ definition }) => definition.id))),
  });
  return {
    status: overallStatus(controls.map(({ status }) => status)),
    ...riskOfAll(controls),
    complianceScore: compliance,
    frameworks: frameworks.map(frameworkEntry),
    controls: Object.fromEntries(controls.map(summaryOf)),
    ResourceCounters: countResources(resources),
    controlsSeverityCounters: severityCounters(failedSeverities(controls)),
    resourcesSeverityCounters: severityCounters(sumOfCounts(resources.map(({ failures }) => failures))),
  };
}

function countResources(resources: ResourceResult[], only?: Set<string>) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { controls } of resources) {
    const status = worstStatus(controls, only);
    if (status !== "") counts[status]++;
  }
  return resourceCounters(counts);
}

/** Empty where the resource has no verdict of these controls. They are in order, the worst first. */
function worstStatus(controls: ResourceResult["controls"], only: Set<string> | undefined): PostureStatus {
  const worst = only === undefined ? controls[0] : controls.find(({ controlID }) => only.has(controlID));
  return worst === undefined ? "" : overallStatus([worst.status.status]);
}

function failedSeverities(controls: ControlResult[]): SeverityCount {
  const failed = controls.filter(({ status }) => status === "failed");
  return countBySeverity(failed.map(({ definition }) => severityOf(definition.baseScore)));
}

function sumOfCounts(counts: SeverityCount[]): SeverityCount {
  const sum = countBySeverity([]);
  for (const count of counts) {
    for (const severity of ["Critical", "High", "Medium", "Low", "Unknown"] as const) sum[severity] += count[severity];
  }
  return sum;
}

function severityCounters(count: SeverityCount) {
  return {
    criticalSeverity: count.Critical,
    highSeverity: count.High,
    mediumSeverity: count.Medium,
    lowSeverity: count.Low,
    unknownSeverity: count.Unknown,
  };
}

/** `resources[]`: a resource as far as it is known. A subject is itself with the objects that give it its rights. */
function resourceText({ id, name, source, related }: ResourceResult): string {
  const resourceID = JSON.stringify(id);
  if (related.length > 0) {
    const subject = subjectObject(name, related.map(objectPieces));
    return `{"resourceID":${resourceID},"object":${[...jsonPieces(subject)].join("")}}`;
  }
  const entry = `{"resourceID":${resourceID},"object":${objectText({ name, source })}`;
  if (!source) return `${entry}}`;
  const { file, line } = source.place;
  return `${entry},"source":${JSON.stringify({ relativePath: file, line })}}`;
}

/** The masked input, or its name in the cluster. */
function objectText({ name, source }: NamedObject): string {
  return source ? maskedJson(source.object) : JSON.stringify(namedObject(name));
}

function objectPieces(object: NamedObject): Pieces {
  return () => [objectText(object)];
}
