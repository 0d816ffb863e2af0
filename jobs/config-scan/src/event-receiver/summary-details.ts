import type { ControlFigures, Figures, GroupFigures } from "@sortie/posture";
import { type PostureReportChunk, reportedCategory, resourceCounters, type Severity, severityOf } from "@sortie/wire";

type SummaryDetails = PostureReportChunk["summaryDetails"];
type ControlSummary = SummaryDetails["controls"][string];
type SeverityCounters = SummaryDetails["controlsSeverityCounters"];

/** The numbers of a scan as Kubescape's reports have them. Which resources a control judged is said by `results` alone. */
export function summaryDetails({ all, frameworks }: Figures): SummaryDetails {
  return {
    ...groupSummary(all),
    frameworks: frameworks.map((framework) => ({ name: framework.name, version: "", ...groupSummary(framework) })),
    controlsSeverityCounters: countBySeverity(all.controls, ({ status }) => (status === "failed" ? 1 : 0)),
    resourcesSeverityCounters: countBySeverity(all.controls, ({ resources }) => resources.failed),
  };
}

function groupSummary({ status, risk, compliance, controls, resources }: GroupFigures) {
  return {
    status,
    score: risk,
    complianceScore: compliance,
    controls: Object.fromEntries(controls.map((figures) => [figures.control.id, controlSummary(figures)])),
    ResourceCounters: resourceCounters(resources),
  };
}

function controlSummary(figures: ControlFigures): ControlSummary {
  const { control, status, subStatus, info, resources, accepted } = figures;
  return {
    controlID: control.id,
    name: control.name,
    status,
    statusInfo: { status, subStatus, info },
    scoreFactor: control.baseScore,
    score: figures.risk,
    complianceScore: figures.compliance,
    severity: severityOf(control.baseScore),
    category: reportedCategory(control),
    ResourceCounters: resourceCounters(resources),
    subStatusCounters: { ignoredResources: accepted },
  };
}

function countBySeverity(controls: ControlFigures[], countOf: (figures: ControlFigures) => number): SeverityCounters {
  const sums: Record<Severity, number> = { Critical: 0, High: 0, Medium: 0, Low: 0, Unknown: 0 };
  for (const figures of controls) sums[severityOf(figures.control.baseScore)] += countOf(figures);
  return {
    criticalSeverity: sums.Critical,
    highSeverity: sums.High,
    mediumSeverity: sums.Medium,
    lowSeverity: sums.Low,
    unknownSeverity: sums.Unknown,
  };
}
