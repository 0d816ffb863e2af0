import type { ScannedControl, SeverityCounts } from "@sortie/wire";
import { countedSeverities } from "../kinds/posture.ts";

/** A verdict alone, as summaries have it. */
export type BriefVerdict = Pick<ScannedControl, "controlID" | "severity" | "status">;

export function briefVerdict({ controlID, severity, status }: ScannedControl): BriefVerdict {
  return { controlID, severity, status };
}

/** How many of the verdicts failed, by severity. What is none of the known severities counts as unknown. */
export function failuresBySeverity(verdicts: readonly BriefVerdict[]): SeverityCounts {
  const counts: SeverityCounts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
  for (const { status, severity } of verdicts) {
    if (status.status === "failed") counts[countedAs(severity.severity)] += 1;
  }
  return counts;
}

function countedAs(severity: string): keyof SeverityCounts {
  const word = severity.toLowerCase();
  return countedSeverities.find((known) => known === word) ?? "unknown";
}
