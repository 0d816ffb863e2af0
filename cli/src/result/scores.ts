import type { KubeObject } from "@sortie/kube";

/** How many resources a control was asked about, by answer. */
export type ResourceCounts = { passed: number; failed: number; skipped: number };

/** Share of resources that passed, 0 to 100 (docs/reference/posture-results.md, "Scores"). */
export function complianceOf(status: string, { passed, failed, skipped }: ResourceCounts): number {
  if (status === "passed") return 100;
  const all = passed + failed + skipped;
  return all === 0 ? 0 : (100 * passed) / all;
}

export function mean(numbers: number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/**
 * Weight of a resource in a risk score: replicas count, and a little more than once each. A subject weighs as much as its
 * heaviest role or binding; an object that is not known weighs nothing.
 */
export function weightOf({
  source,
  related,
}: {
  source?: Known | undefined;
  related: { source?: Known | undefined }[];
}): number {
  return Math.max(
    ...[source, ...related.map((one) => one.source)].map((known) => (known ? weightOfObject(known.object) : 0)),
  );
}

type Known = { object: KubeObject };

function weightOfObject({ spec }: KubeObject): number {
  const replicas = typeof spec === "object" && spec !== null && "replicas" in spec ? spec.replicas : 1;
  return typeof replicas === "number" && replicas > 1 ? replicas * 1.1 : 1;
}
