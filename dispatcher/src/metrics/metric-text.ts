import type { PostureSummary } from "@sortie/wire";

type Labels = Readonly<Record<string, string>>;
type Sample = { name: string; labels: Labels; value: number };
type Counts = { failed: number; skipped: number; passed: number };

/**
 * A summary in the text format of Prometheus, with the names that Kubescape's dashboards ask for
 * (docs/reference/control-plane.md, "Metrics"). Scores are whole numbers, rounded down. Their number grows with the control
 * library and not with the cluster.
 */
export function metricText({ cluster, frameworks, controls }: PostureSummary): string {
  return text([
    ...(cluster ? clusterSamples(cluster) : []),
    ...Object.entries(frameworks).flatMap(([name, group]) => groupSamples("kubescape_framework", { name }, group)),
    ...Object.values(controls).flatMap(({ name, severity, link, complianceScore, resources }) => {
      const labels = { name, severity, link };
      return [
        { name: "kubescape_control_complianceScore", labels, value: complianceScore },
        ...counted("kubescape_control_count_resources", labels, resources),
      ];
    }),
  ]);
}

function clusterSamples(cluster: NonNullable<PostureSummary["cluster"]>): Sample[] {
  const coverage = { name: "kubescape_cluster_coverage_score", labels: {}, value: cluster.coverageScore };
  return [...groupSamples("kubescape_cluster", {}, cluster), coverage];
}

function groupSamples(
  prefix: string,
  labels: Labels,
  { complianceScore, resources, controls }: PostureSummary["frameworks"][string],
): Sample[] {
  return [
    { name: `${prefix}_complianceScore`, labels, value: complianceScore },
    ...counted(`${prefix}_count_resources`, labels, resources),
    ...counted(`${prefix}_count_control`, labels, controls),
  ];
}

function counted(prefix: string, labels: Labels, counts: Counts): Sample[] {
  return (["failed", "skipped", "passed"] as const).map((status) => ({
    name: `${prefix}_${status}`,
    labels,
    value: counts[status],
  }));
}

/** All samples of a name stand together below its type, as the format demands. */
function text(samples: readonly Sample[]): string {
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
