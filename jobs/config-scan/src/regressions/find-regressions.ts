import { WorkloadConfigurationScanSummary } from "@sortie/wire";

/** A control that passed before and fails now. */
export type Regression = { controlId: string; severity: string };

/** Compares two summaries of one resource. What is stored and has another shape, of another writer, says nothing. */
export function findRegressions(before: unknown, after: WorkloadConfigurationScanSummary): Regression[] {
  const earlier = WorkloadConfigurationScanSummary.safeParse(before).data?.spec.controls ?? {};
  return Object.values(after.spec.controls ?? {})
    .filter(({ controlID, status }) => status.status === "failed" && earlier[controlID]?.status.status === "passed")
    .map(({ controlID, severity }) => ({ controlId: controlID, severity: severity.severity }));
}
