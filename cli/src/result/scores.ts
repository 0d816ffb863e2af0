import type { ManifestObject } from "../input/manifest-object.ts";

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
 *
 * @param known the resource, and the role and binding of a subject.
 */
export function weightOf(known: readonly (Known | undefined)[]): number {
  return Math.max(...known.map((one) => (one === undefined ? 0 : weightOfObject(one.object))));
}

type Known = { object: Pick<ManifestObject, "replicas"> };

function weightOfObject({ replicas = 1 }: Known["object"]): number {
  return replicas > 1 ? replicas * 1.1 : 1;
}
