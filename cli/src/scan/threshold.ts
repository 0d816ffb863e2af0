import type { ScannedControl } from "@sortie/wire";
import { type Severity, severities, severityOf } from "@sortie/wire/plain";
import type { Changes } from "../diff/changes.ts";
import type { Summary } from "../result/summarise.ts";
import { counted } from "../terminal/layout.ts";

/** What a person or a pipeline accepts at most. */
export type Thresholds = {
  /** 0 to 100: less compliance is not accepted. */
  compliance: number | undefined;
  /** Failures of this severity and worse are not accepted. */
  severity: Severity | undefined;
};

/**
 * Why a result is not accepted, a sentence each; empty when it is. Compared with an earlier report only new failures
 * count, so that a pipeline can begin where it stands.
 */
export function overThreshold(summary: Summary, { compliance, severity }: Thresholds, changes?: Changes): string[] {
  const reasons: string[] = [];
  if (compliance !== undefined && summary.compliance < compliance) {
    reasons.push(`compliance is ${summary.compliance.toFixed(1)} %, below ${compliance} %`);
  }
  const refused = severity === undefined ? 0 : failuresOf(summary, changes).filter(isAtLeast(severity)).length;
  if (refused > 0) {
    const what = counted(refused, changes === undefined ? "finding" : "new finding");
    reasons.push(`${what} of severity ${severity?.toLowerCase()} or worse`);
  }
  return reasons;
}

/** The same of a scan without objects: its compliance would be the library's own, and a wrong folder no finding. */
export function withoutObjects({ compliance, severity }: Thresholds): string[] {
  return compliance === undefined && severity === undefined ? [] : ["there is nothing that a threshold could accept"];
}

function failuresOf({ resources }: Summary, changes: Changes | undefined): ScannedControl[] {
  if (changes !== undefined) return changes.appeared.map(({ control }) => control);
  return resources.flatMap(({ controls }) => controls.filter(({ status }) => status.status === "failed"));
}

/** `severities` is in order, worst first. */
function isAtLeast(severity: Severity): (control: ScannedControl) => boolean {
  return (control) => severities.indexOf(severityOf(control.severity.scoreFactor)) <= severities.indexOf(severity);
}
