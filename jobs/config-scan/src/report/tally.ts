import type { PostureStatus } from "@sortie/wire";
import { acceptedSubStatus } from "../evaluate/control-verdict.ts";
import type { SkipReasons } from "../evaluate/judge.ts";
import type { JudgedControl, ResourcePosture } from "./posture.ts";

type Counts = { passed: number; failed: number; skipped: number };

/** What a scan found, in numbers: resources by their worst verdict, and for each control the resources it judged. */
export type Tally = {
  resources: Counts;
  byControl: Map<string, Counts>;
  /** Pairs of control and resource that passed by an exception only. */
  accepted: number;
};

export function emptyTally(): Tally {
  return { resources: { passed: 0, failed: 0, skipped: 0 }, byControl: new Map(), accepted: 0 };
}

export function count(tally: Tally, posture: ResourcePosture): void {
  for (const { control, verdict } of posture.controls) {
    const counts = tally.byControl.get(control.id) ?? { passed: 0, failed: 0, skipped: 0 };
    tally.byControl.set(control.id, counts);
    increment(counts, verdict.status);
    if (verdict.subStatus === acceptedSubStatus) tally.accepted += 1;
  }
  increment(tally.resources, worst(posture.controls.map(({ verdict }) => verdict.status)));
}

/**
 * Why controls say nothing for sure: some of their resources were skipped, or they had none and a reason for it.
 * A control that failed is no such control: it has said something.
 */
export function skippedControls(tally: Tally, controls: JudgedControl[], reasons: SkipReasons): Record<string, string> {
  const skipped = controls.flatMap(({ control, rules }) => {
    const counts = tally.byControl.get(control.id) ?? { passed: 0, failed: 0, skipped: 0 };
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

function increment(counts: Counts, status: PostureStatus): void {
  if (status !== "") counts[status] += 1;
}

function worst(statuses: PostureStatus[]): PostureStatus {
  return (["failed", "skipped", "passed"] as const).find((status) => statuses.includes(status)) ?? "";
}
