import type { FrameworkDefinition, PostureStatus } from "@sortie/wire";
import { acceptedSubStatus } from "../evaluate/control-verdict.ts";
import type { SkipReasons } from "../evaluate/judge.ts";
import type { ScannedResource } from "../identity/scanned-resource.ts";
import type { JudgedControl, ResourcePosture } from "./posture.ts";

export type Counts = { passed: number; failed: number; skipped: number };

/** The resources that a control judged; `weights` are sums, as risk scores need them. */
type ControlTally = Counts & { accepted: number; weights: { failed: number; all: number } };

/** What a scan found, in numbers: resources by their worst verdict, and for each control the resources it judged. */
export type Tally = {
  resources: Counts;
  byControl: Map<string, ControlTally>;
  /** Resources by the worst verdict of a framework's controls. */
  byFramework: Map<string, Counts>;
  /** Pairs of control and resource that passed by an exception only. */
  accepted: number;
  readonly frameworksOf: ReadonlyMap<string, string[]>;
  readonly weightOf: WeightOf;
};

/** How much a resource counts in risk scores (docs/reference/posture-results.md, "Scores"). */
export type WeightOf = (resource: ScannedResource) => number;

/** A tally of nothing that counts for these frameworks, too. */
export function emptyTally(
  frameworks: Pick<FrameworkDefinition, "name" | "controls">[] = [],
  weightOf: WeightOf = () => 1,
): Tally {
  const frameworksOf = new Map<string, string[]>();
  for (const { name, controls } of frameworks) {
    for (const id of controls) frameworksOf.set(id, [...(frameworksOf.get(id) ?? []), name]);
  }
  const byFramework = new Map(frameworks.map(({ name }) => [name, none()]));
  return { resources: none(), byControl: new Map(), byFramework, accepted: 0, frameworksOf, weightOf };
}

export function count(tally: Tally, posture: ResourcePosture): void {
  const weight = tally.weightOf(posture.verdicts.resource);
  const byFramework = new Map<string, PostureStatus>();
  let worst: PostureStatus = "";
  for (const { control, verdict } of posture.controls) {
    const counts = controlTally(tally, control.id);
    tally.byControl.set(control.id, counts);
    increment(counts, verdict.status);
    counts.weights.all += weight;
    if (verdict.status === "failed") counts.weights.failed += weight;
    if (verdict.subStatus === acceptedSubStatus) {
      counts.accepted += 1;
      tally.accepted += 1;
    }
    for (const name of tally.frameworksOf.get(control.id) ?? []) {
      byFramework.set(name, worse(byFramework.get(name) ?? "", verdict.status));
    }
    worst = worse(worst, verdict.status);
  }
  for (const [name, status] of byFramework) increment(tally.byFramework.get(name) ?? none(), status);
  increment(tally.resources, worst);
}

/** What is known of a control; of one that judged nothing, zeros. */
export function controlTally(tally: Tally, id: string): ControlTally {
  return tally.byControl.get(id) ?? { ...none(), accepted: 0, weights: { failed: 0, all: 0 } };
}

/**
 * Why controls say nothing for sure: some of their resources were skipped, or they had none and a reason for it.
 * A control that failed is no such control: it has said something.
 */
export function skippedControls(tally: Tally, controls: JudgedControl[], reasons: SkipReasons): Record<string, string> {
  const skipped = controls.flatMap(({ control, rules }) => {
    const counts = controlTally(tally, control.id);
    if (counts.failed > 0 || (counts.skipped === 0 && counts.passed > 0)) return [];
    const reason = rules.map(({ index }) => reasons.get(index)).find((found) => found !== undefined);
    if (counts.skipped === 0 && reason === undefined && control.actionRequired !== "manual review") return [];
    return [[control.id, reason ?? `needs ${control.actionRequired}`]];
  });
  return Object.fromEntries(skipped) as Record<string, string>;
}

/** The numbers of the job's outcome. Resources count once, by their worst verdict. */
export function outcomeCounts(tally: Tally) {
  const { passed, failed, skipped } = tally.resources;
  const failedControls = [...tally.byControl.values()].filter((counts) => counts.failed > 0).length;
  return { resources: passed + failed + skipped, passed, failed, skipped, failedControls, accepted: tally.accepted };
}

function none(): Counts {
  return { passed: 0, failed: 0, skipped: 0 };
}

function increment(counts: Counts, status: PostureStatus): void {
  if (status !== "") counts[status] += 1;
}

const ranks: Record<PostureStatus, number> = { "": 0, passed: 1, skipped: 2, failed: 3 };

function worse(one: PostureStatus, other: PostureStatus): PostureStatus {
  return ranks[one] > ranks[other] ? one : other;
}
