import { type PostureStatus, severityOf } from "@sortie/wire";
import { overallStatus } from "../result/overall-status.ts";
import type { ResourceCounts } from "../result/scores.ts";
import type { ControlResult, ResourceResult, Summary } from "../result/summarise.ts";

type Labels = Readonly<Record<string, string>>;
type Sample = { name: string; labels: Labels; value: number };

/**
 * The result in the text format of Prometheus, with the names that Kubescape's dashboards ask for
 * (docs/reference/command-line.md, "Prometheus"). Scores are whole numbers, rounded down.
 */
export function prometheusReport({ controls, frameworks, resources, compliance }: Summary): string {
  const samples = [
    ...scored("kubescape_cluster", {}, compliance, countsOf(resources.map(statusOf)), controls),
    ...frameworks.flatMap((framework) => {
      const ids = new Set(framework.controls.map(({ definition }) => definition.id));
      const asked = resources.flatMap((resource) => {
        const own = resource.controls.filter(({ controlID }) => ids.has(controlID));
        return own.length === 0 ? [] : [statusOf({ controls: own })];
      });
      const labels = { name: framework.name };
      return scored("kubescape_framework", labels, framework.compliance, countsOf(asked), framework.controls);
    }),
    ...controls.flatMap(controlSamples),
    ...resources.flatMap(resourceSamples),
  ];
  return text(samples);
}

function statusOf({ controls }: Pick<ResourceResult, "controls">): PostureStatus {
  return overallStatus(controls.map(({ status }) => status.status));
}

function countsOf(statuses: readonly PostureStatus[]): ResourceCounts {
  const of = (status: PostureStatus): number => statuses.filter((one) => one === status).length;
  return { failed: of("failed"), skipped: of("skipped"), passed: of("passed") };
}

function scored(
  prefix: string,
  labels: Labels,
  compliance: number,
  resources: ResourceCounts,
  controls: readonly ControlResult[],
): Sample[] {
  return [
    { name: `${prefix}_complianceScore`, labels, value: compliance },
    ...counted(`${prefix}_count_resources`, labels, resources),
    ...counted(`${prefix}_count_control`, labels, countsOf(controls.map(({ status }) => status))),
  ];
}

function counted(prefix: string, labels: Labels, counts: ResourceCounts): Sample[] {
  return (["failed", "skipped", "passed"] as const).map((status) => ({
    name: `${prefix}_${status}`,
    labels,
    value: counts[status],
  }));
}

function controlSamples({ definition, compliance, resources }: ControlResult): Sample[] {
  const labels = {
    name: definition.name,
    severity: severityOf(definition.baseScore),
    link: definition.references[0] ?? "",
  };
  return [
    { name: "kubescape_control_complianceScore", labels, value: compliance },
    ...counted("kubescape_control_count_resources", labels, resources),
  ];
}

function resourceSamples({ name: { group, version, kind, namespace, name }, controls }: ResourceResult): Sample[] {
  const labels = { apiVersion: group === "" ? version : `${group}/${version}`, kind, namespace, name };
  const counts = countsOf(controls.map(({ status }) => status.status));
  return counted("kubescape_resource_count_controls", labels, counts).filter(({ name: sample }) =>
    /_(?:failed|skipped)$/.test(sample),
  );
}

/** All samples of a name stand together below its type, as the format demands. */
function text(samples: readonly Sample[]): string {
  const byName = Map.groupBy(samples, ({ name }) => name);
  const lines = [...byName].flatMap(([name, own]) => [
    `# HELP ${name} ${name}`,
    `# TYPE ${name} gauge`,
    ...own.map(({ labels, value }) => `${name}${labelText(labels)} ${Math.trunc(value)}`),
  ]);
  return `${lines.join("\n")}\n`;
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
