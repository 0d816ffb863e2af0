import type { PostureStatus, ScannedControl } from "@sortie/wire";
import { type Severity, severities } from "@sortie/wire/plain";

/** How many of something there are of each severity. */
export type SeverityCount = Record<Severity, number>;

export function countBySeverity(found: Severity[]): SeverityCount {
  const count: SeverityCount = { Critical: 0, High: 0, Medium: 0, Low: 0, Unknown: 0 };
  for (const severity of found) count[severity]++;
  return count;
}

const rank: Record<string, number> = { failed: 0, skipped: 1, passed: 2 };

// Orders of a report. Each ends in a name, so that the same scan always gives the same report.

type Control = { status: PostureStatus; compliance: number; definition: { id: string; baseScore: number } };

/** Failed before skipped before passed; then by base score, then by the share that failed. */
export function compareControls(a: Control, b: Control): number {
  return (
    rankOf(a.status) - rankOf(b.status) ||
    b.definition.baseScore - a.definition.baseScore ||
    a.compliance - b.compliance ||
    compare(a.definition.id, b.definition.id)
  );
}

/** The controls of one resource: failed first, then by base score. */
export function compareFindings(a: ScannedControl, b: ScannedControl): number {
  return (
    rankOf(a.status.status) - rankOf(b.status.status) ||
    b.severity.scoreFactor - a.severity.scoreFactor ||
    compare(a.controlID, b.controlID)
  );
}

type Resource = { id: string; failures: SeverityCount };

/** Worst first: one critical failure is worse than any number of high ones, and so on. */
export function compareResources(a: Resource, b: Resource): number {
  for (const severity of severities) {
    const difference = b.failures[severity] - a.failures[severity];
    if (difference !== 0) return difference;
  }
  return compare(a.id, b.id);
}

function rankOf(status: string): number {
  return rank[status] ?? 3;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
