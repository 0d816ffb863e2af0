import type { PostureSummary } from "./posture-summary.ts";

type Labels = Readonly<Record<string, string>>;
type Counts = { failed: number; skipped: number; passed: number };
type Group = PostureSummary["frameworks"][string];
type Control = PostureSummary["controls"][string];

/** One number for Prometheus. */
export type Sample = { name: string; labels: Labels; value: number };

/** The numbers of a cluster or a framework, `prefix` being `kubescape_cluster` or `kubescape_framework`. */
export function groupSamples(prefix: string, labels: Labels, group: Group): Sample[] {
  return [
    { name: `${prefix}_complianceScore`, labels, value: group.complianceScore },
    ...countSamples(`${prefix}_count_resources`, labels, group.resources),
    ...countSamples(`${prefix}_count_control`, labels, group.controls),
  ];
}

export function controlSamples({ name, severity, link, complianceScore, resources }: Control): Sample[] {
  const labels = { name, severity, link };
  return [
    { name: "kubescape_control_complianceScore", labels, value: complianceScore },
    ...countSamples("kubescape_control_count_resources", labels, resources),
  ];
}

/** One sample a verdict. */
export function countSamples(prefix: string, labels: Labels, counts: Counts): Sample[] {
  return (["failed", "skipped", "passed"] as const).map((status) => ({
    name: `${prefix}_${status}`,
    labels,
    value: counts[status],
  }));
}

/**
 * The text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/), with the names that
 * Kubescape's dashboards ask for. All samples of a name stand together below its type, as the format demands; values are
 * whole numbers, rounded down.
 */
export function samplesText(samples: readonly Sample[]): string {
  const byName = Map.groupBy(samples, ({ name }) => name);
  const lines = [...byName].flatMap(([name, own]) => [
    `# HELP ${name} ${name}`,
    `# TYPE ${name} gauge`,
    ...own.map(({ labels, value }) => `${name}${labelText(labels)} ${Math.trunc(value)}`),
  ]);
  return lines.map((line) => `${line}\n`).join("");
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
