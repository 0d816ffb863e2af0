import { controlSamples, countSamples, groupSamples, type PostureStatus, type Sample, samplesText } from "@sortie/wire";
import { severityOf } from "@sortie/wire/plain";
import { overallStatus } from "../result/overall-status.ts";
import type { ResourceCounts } from "../result/scores.ts";
import type { ControlResult, ResourceResult, Summary } from "../result/summarise.ts";

/**
 * The result in the text format of Prometheus, with the names that Kubescape's dashboards ask for
 * (docs/reference/command-line.md, "Prometheus"). Scores are whole numbers, rounded down.
 */
export function prometheusReport({ controls, frameworks, resources, compliance }: Summary): string {
  const samples = [
    ...groupSamples("kubescape_cluster", {}, figures(compliance, resources.map(statusOf), controls)),
    ...frameworks.flatMap((framework) => {
      const ids = new Set(framework.controls.map(({ definition }) => definition.id));
      const asked = resources.flatMap((resource) => {
        const own = resource.controls.filter(({ controlID }) => ids.has(controlID));
        return own.length === 0 ? [] : [statusOf({ controls: own })];
      });
      const { name } = framework;
      return groupSamples("kubescape_framework", { name }, figures(framework.compliance, asked, framework.controls));
    }),
    ...controls.flatMap(samplesOf),
    ...resources.flatMap(resourceSamples),
  ];
  return samplesText(samples);
}

function statusOf({ controls }: Pick<ResourceResult, "controls">): PostureStatus {
  return overallStatus(controls.map(({ status }) => status.status));
}

function countsOf(statuses: readonly PostureStatus[]): ResourceCounts {
  const of = (status: PostureStatus): number => statuses.filter((one) => one === status).length;
  return { failed: of("failed"), skipped: of("skipped"), passed: of("passed") };
}

function figures(complianceScore: number, resources: PostureStatus[], controls: readonly ControlResult[]) {
  return { complianceScore, resources: countsOf(resources), controls: countsOf(controls.map(({ status }) => status)) };
}

function samplesOf({ definition, compliance, resources }: ControlResult): Sample[] {
  return controlSamples({
    name: definition.name,
    severity: severityOf(definition.baseScore),
    link: definition.references[0] ?? "",
    complianceScore: compliance,
    resources,
  });
}

function resourceSamples({ name: { group, version, kind, namespace, name }, controls }: ResourceResult): Sample[] {
  const labels = { apiVersion: group === "" ? version : `${group}/${version}`, kind, namespace, name };
  const counts = countsOf(controls.map(({ status }) => status.status));
  return countSamples("kubescape_resource_count_controls", labels, counts).filter(({ name: sample }) =>
    /_(?:failed|skipped)$/.test(sample),
  );
}
