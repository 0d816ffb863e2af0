import type { ScannedControl } from "@sortie/wire";
import type { PassedControls } from "./passed-controls.ts";

/** A control that passed before and fails now. */
export type Regression = { controlId: string; severity: string };

/** Compares a resource's verdicts with the controls that it passed before. */
export function findRegressions(before: PassedControls, after: readonly ScannedControl[]): Regression[] {
  return after
    .filter(({ controlID, status }) => status.status === "failed" && before.has(controlID))
    .map(({ controlID, severity }) => ({ controlId: controlID, severity: severity.severity }));
}
