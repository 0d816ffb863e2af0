import type { ConfigTarget, FrameworkDefinition } from "@sortie/wire";
import { isInScope, type Scope } from "../select/scope.ts";

/** The frameworks that a scan gives numbers for: those it was asked for, or, of a scan of everything, all that fit. */
export function countedFrameworks(
  target: Pick<ConfigTarget, "frameworks" | "controls">,
  selected: FrameworkDefinition[],
  known: FrameworkDefinition[],
  scope: Scope,
): FrameworkDefinition[] {
  if (target.frameworks.length > 0 || target.controls.length > 0) return selected;
  return known.filter(({ scanningScope }) => isInScope(scanningScope, scope));
}
