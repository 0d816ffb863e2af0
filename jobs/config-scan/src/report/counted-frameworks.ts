import type { ConfigTarget, FrameworkDefinition } from "@sortie/wire";

/** The frameworks that a scan gives numbers for: those it was asked for, or, of a scan of everything, all that fit. */
export function countedFrameworks(
  target: Pick<ConfigTarget, "frameworks" | "controls">,
  selected: FrameworkDefinition[],
  known: FrameworkDefinition[],
  scope: "cluster" | "file",
): FrameworkDefinition[] {
  if (target.frameworks.length > 0 || target.controls.length > 0) return selected;
  return known.filter(({ scanningScope }) => scanningScope.length === 0 || scanningScope.includes(scope));
}
