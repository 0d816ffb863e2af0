import type { PostureSummary } from "./posture-summary.ts";

type Labels = Readonly<Record<string, string>>;
type Counts = { failed: number; skipped: number; passed: number };
type Group = PostureSummary["frameworks"][string];
type Control = PostureSummary["controls"][string];
type Resource = NonNullable<PostureSummary["resources"]>[number];

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

/**
 * The label by which controls differ, some of which share name and severity: the address that Kubescape's dashboards have
 * for a control, whether or not there is such a page.
 */
export function controlLink(id: string): string {
  return `https://hub.armosec.io/docs/${id.toLowerCase().replaceAll(".", "-")}`;
}

/** How many controls a resource fails and how many were skipped for it. */
export function resourceSamples({ apiVersion, kind, namespace, name, failed, skipped }: Resource): Sample[] {
  const labels = { apiVersion, kind, namespace, name };
  return [
    { name: "kubescape_resource_count_controls_failed", labels, value: failed },
    { name: "kubescape_resource_count_controls_skipped", labels, value: skipped },
  ];
}

/** One sample a verdict. */
function countSamples(prefix: string, labels: Labels, counts: Counts): Sample[] {
  return (["failed", "skipped", "passed"] as const).map((status) => ({
    name: `${prefix}_${status}`,
    labels,
    value: counts[status],
  }));
}

/**
 * The text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/), with the names that
 * Kubescape's dashboards ask for. All samples of a name stand together below its type, and none twice, as the format
 * demands: those with the same labels, such as a subject's with several bindings, are added up. Values are whole numbers,
 * rounded down.
 */
export function samplesText(samples: readonly Sample[]): string {
  const byName = Map.groupBy(samples, ({ name }) => name);
  const lines = [...byName].flatMap(([name, own]) => [
    `# HELP ${name} ${name}`,
    `# TYPE ${name} gauge`,
    ...[...sums(own)].map(([labels, value]) => `${name}${labels} ${Math.trunc(value)}`),
  ]);
  return lines.map((line) => `${line}\n`).join("");
}

/** By the text of the labels. */
function sums(samples: readonly Sample[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { labels, value } of samples) {
    const text = labelText(labels);
    found.set(text, (found.get(text) ?? 0) + value);
  }
  return found;
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
