import type { Comparison } from "./compare-scans.ts";

const mostResources = 3;
const mostDifferences = 6;

/** What differs, control by control, bounded; the last line is `agree/total`. */
export function describeComparison({ missing, controls, resources, agreeing, total }: Comparison): string[] {
  const byControl = Map.groupBy(resources, ({ control }) => control);
  const ids = [...new Set([...controls.map(({ control }) => control), ...byControl.keys()])].toSorted();
  const lines = ids.flatMap((id) => {
    const whole = controls.find(({ control }) => control === id)?.differences ?? [];
    const own = byControl.get(id) ?? [];
    const shown = own
      .slice(0, mostResources)
      .flatMap(({ resource, differences }) => [`  ${resource}`, ...bounded(differences).map((line) => `    ${line}`)]);
    return [`${[id, ...whole].join("; ")}; ${own.length} resources differ`, ...shown];
  });
  const lacking = missing.length === 0 ? [] : [`controls that the library lacks: ${missing.join(" ")}`];
  return [...lines, ...lacking, `${agreeing}/${total}`];
}

function bounded(lines: string[]): string[] {
  if (lines.length <= mostDifferences) return lines;
  return [...lines.slice(0, mostDifferences), `and ${lines.length - mostDifferences} more`];
}
