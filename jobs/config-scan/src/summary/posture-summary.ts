import type { ControlFigures, Counts, Figures, GroupFigures } from "@sortie/posture";
import { type ConfigTarget, controlLink, type PostureSummary, severityOf } from "@sortie/wire";

/** Whether a scan says something about a whole cluster. */
export function isOfWholeCluster(target: ConfigTarget): boolean {
  const { object, includeNamespaces, excludedNamespaces } = target;
  return object === undefined && includeNamespaces.length === 0 && excludedNamespaces.length === 0;
}

/** Whether it evaluates every control. */
export function isOfEverything({ frameworks, controls }: Pick<ConfigTarget, "frameworks" | "controls">): boolean {
  return frameworks.length === 0 && controls.length === 0;
}

/** `unavailable`: how many kinds could not be read in full. `worst`: resources by name, of a scan of everything. */
type Scan = { isOfEverything: boolean; unavailable: number; worst?: PostureSummary["resources"] };

/**
 * What a scan of a whole cluster says, laid over what earlier ones said: a scan of some frameworks or controls leaves the
 * others as they are, a scan of everything replaces all.
 */
export function updatedSummary(
  earlier: PostureSummary | undefined,
  { all, frameworks, controls }: Figures,
  scan: Scan,
): PostureSummary {
  const base = scan.isOfEverything ? undefined : earlier;
  const cluster = scan.isOfEverything
    ? { ...group(all), coverageScore: coverage(controls, scan.unavailable) }
    : base?.cluster;
  const resources = scan.isOfEverything ? scan.worst : base?.resources;
  return {
    ...(cluster !== undefined && { cluster }),
    frameworks: { ...base?.frameworks, ...Object.fromEntries(frameworks.map((one) => [one.name, group(one)])) },
    controls: {
      ...base?.controls,
      ...Object.fromEntries(controls.map((figures) => [figures.control.id, controlSummary(figures)])),
    },
    ...(resources !== undefined && { resources }),
  };
}

function group({ compliance, resources, controls }: GroupFigures) {
  const counts: Counts = { failed: 0, skipped: 0, passed: 0 };
  for (const { status } of controls) counts[status] += 1;
  return { complianceScore: compliance, resources: { ...resources }, controls: counts };
}

function controlSummary({ control, compliance, resources }: ControlFigures) {
  return {
    name: control.name,
    severity: severityOf(control.baseScore),
    link: controlLink(control.id),
    complianceScore: compliance,
    resources: { ...resources },
  };
}

/** Share of controls that could be evaluated, less three points for each kind that could not be read. */
function coverage(controls: ControlFigures[], unavailable: number): number {
  if (controls.length === 0) return 0;
  const evaluated = controls.filter(({ subStatus }) => subStatus !== "notEvaluated").length;
  return Math.max(0, (100 * evaluated) / controls.length - 3 * unavailable);
}
