import type { KubeObject } from "@sortie/kube";
import { isRecord } from "@sortie/wire";

/** IDs of the controls that passed. */
export type PassedControls = ReadonlySet<string>;

/**
 * Makes the function that says which controls passed in a stored summary; summaries that say the same get the same set. What
 * has another shape, of another writer, says nothing.
 */
export function passedControls(): (summary: KubeObject) => PassedControls {
  const known = new Map<string, PassedControls>();
  return ({ spec }) => {
    const controls = isRecord(spec) && isRecord(spec.controls) ? spec.controls : {};
    const ids = Object.keys(controls).filter((id) => hasPassed(controls[id]));
    const key = ids.join(" ");
    const passed = known.get(key) ?? new Set(ids);
    known.set(key, passed);
    return passed;
  };
}

function hasPassed(verdict: unknown): boolean {
  return isRecord(verdict) && isRecord(verdict.status) && verdict.status.status === "passed";
}
