import type { ControlFacts, Verdicts, VerdictText } from "./golden.ts";

/** Where our scan says something else about one control as a whole. */
type ControlDifference = { control: string; differences: string[] };
/** Where it says something else about one resource, for one control. */
type ResourceDifference = { control: string; resource: string; differences: string[] };

/**
 * Two scans compared. Everything that either of them says of a control or a resource counts once in `total`. `missing` are
 * controls that only the golden has, which is all there is to say about them.
 */
export type Comparison = {
  missing: string[];
  controls: ControlDifference[];
  resources: ResourceDifference[];
  agreeing: number;
  total: number;
};

/** Scores are sums of 32-bit numbers in no fixed order on the other side. */
const scoreTolerance = 0.01;

export function compareScans(golden: Verdicts, ours: Verdicts): Comparison {
  const ids = Object.keys(golden.controls);
  const missing = ids.filter((id) => ours.controls[id] === undefined);
  const compared = ids.filter((id) => ours.controls[id] !== undefined);
  const controls = compared
    .map((control) => ({ control, differences: controlDifferences(golden.controls[control], ours.controls[control]) }))
    .filter(({ differences }) => differences.length > 0);
  const resourceIds = [...new Set([...golden.resources.keys(), ...ours.resources.keys()])].toSorted();
  const resources = resourceIds.flatMap((resource) =>
    compared.flatMap((control): ResourceDifference[] => {
      const wanted = golden.resources.get(resource)?.get(control);
      const differences = verdictDifferences(wanted, ours.resources.get(resource)?.get(control));
      return differences.length > 0 ? [{ control, resource, differences }] : [];
    }),
  );
  const disagreeing = missing.length + controls.length + new Set(resources.map(({ resource }) => resource)).size;
  const total = ids.length + resourceIds.length;
  return { missing, controls, resources, agreeing: total - disagreeing, total };
}

function controlDifferences(wanted: ControlFacts | undefined, found: ControlFacts | undefined): string[] {
  if (!wanted || !found) return [];
  const texts = (["status", "subStatus", "passed", "failed", "skipped", "severity"] as const)
    .filter((field) => wanted[field] !== found[field])
    .map((field) => `${field} is ${found[field] || '""'}, not ${wanted[field] || '""'}`);
  const scores = (["score", "complianceScore"] as const)
    .filter((field) => Math.abs(wanted[field] - found[field]) > scoreTolerance)
    .map((field) => `${field} is ${found[field].toFixed(3)}, not ${wanted[field].toFixed(3)}`);
  return [...texts, ...scores];
}

const passed: VerdictText = { status: "passed", entries: [] };

function verdictDifferences(wanted: VerdictText = passed, found: VerdictText = passed): string[] {
  const statuses = wanted.status === found.status ? [] : [`is ${found.status}, not ${wanted.status}`];
  const missing = wanted.entries.filter((entry) => !found.entries.includes(entry)).map((entry) => `lacks ${entry}`);
  const extra = found.entries.filter((entry) => !wanted.entries.includes(entry)).map((entry) => `adds ${entry}`);
  return [...statuses, ...missing, ...extra];
}
