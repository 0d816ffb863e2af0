import { type Severity, severities } from "@sortie/wire/plain";
import type { SeverityCount } from "../result/order.ts";
import type { Style } from "../terminal/style.ts";

/** Columns that the longest severity takes. */
export const severityWidth = 8;

export function paintSeverity(severity: Severity, style: Style): string {
  return bySeverity(severity, style)(severity.padEnd(severityWidth));
}

/** `5 high, 1 low`; empty where there is none. */
export function severityCounts(count: SeverityCount, style: Style): string {
  return severities
    .filter((severity) => count[severity] > 0)
    .map((severity) => bySeverity(severity, style)(`${count[severity]} ${severity.toLowerCase()}`))
    .join(", ");
}

function bySeverity(severity: Severity, style: Style): (text: string) => string {
  const paints = {
    Critical: style.critical,
    High: style.high,
    Medium: style.medium,
    Low: style.low,
    Unknown: style.dim,
  };
  return paints[severity];
}
