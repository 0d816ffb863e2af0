/** Severity names in Kubescape's spelling, worst first. */
export const severities = ["Critical", "High", "Medium", "Low", "Unknown"] as const;
export type Severity = (typeof severities)[number];

/** The severity of a control from its base score, 0 to 10 (docs/reference/posture-results.md, "Severity"). */
export function severityOf(baseScore: number): Severity {
  if (baseScore >= 9) return "Critical";
  if (baseScore >= 7) return "High";
  if (baseScore >= 4) return "Medium";
  return baseScore >= 1 ? "Low" : "Unknown";
}
