import {
  controlSamples,
  groupSamples,
  type PostureSummary,
  resourceSamples,
  type Sample,
  samplesText,
} from "@sortie/wire";

/**
 * A summary in the text format of Prometheus (docs/reference/control-plane.md, "Metrics"). Its length grows with the
 * control library and not with the cluster.
 */
export function metricText({ cluster, frameworks, controls, resources = [] }: PostureSummary): string {
  return samplesText([
    ...(cluster ? clusterSamples(cluster) : []),
    ...Object.entries(frameworks).flatMap(([name, group]) => groupSamples("kubescape_framework", { name }, group)),
    ...Object.values(controls).flatMap(controlSamples),
    ...resources.flatMap(resourceSamples),
  ]);
}

function clusterSamples(cluster: NonNullable<PostureSummary["cluster"]>): Sample[] {
  const coverage = { name: "kubescape_cluster_coverage_score", labels: {}, value: cluster.coverageScore };
  return [...groupSamples("kubescape_cluster", {}, cluster), coverage];
}
