import type { Library } from "../src/library/library.ts";
import type { CaseResult } from "./agreement.ts";

const mostCases = 40;
const mostDifferences = 12;

/** A line for each rule of the library that the cases judge, what differs, and the sums; all of it bounded. */
export function describeResults(results: CaseResult[], library: Library): string[] {
  const ours = results.filter(({ rule }) => library.rules.has(rule));
  const failing = results.filter(({ isFailing }) => isFailing);
  const byRule = [...Map.groupBy(ours, ({ rule }) => rule)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...byRule.map(([rule, own]) => `${rule} ${ratio(own)}, failing cases ${ratio(own.filter((one) => one.isFailing))}`),
    ...describeDifferences(ours.filter(({ differences }) => differences.length > 0)),
    `cases of rules that the library has: ${ratio(ours)}`,
    `failing cases: ${ratio(failing)}`,
  ];
}

function describeDifferences(disagreeing: CaseResult[]): string[] {
  const shown = disagreeing
    .slice(0, mostCases)
    .flatMap(({ rule, case: name, differences }) => [
      `${rule} / ${name}`,
      ...differences.slice(0, mostDifferences).map((line) => `  ${line}`),
      ...rest(differences.length, mostDifferences, "differences").map((line) => `  ${line}`),
    ]);
  return [...shown, ...rest(disagreeing.length, mostCases, "disagreeing cases")];
}

function rest(count: number, shown: number, what: string): string[] {
  return count > shown ? [`and ${count - shown} more ${what}`] : [];
}

function ratio(results: CaseResult[]): string {
  return `${results.filter(({ differences }) => differences.length === 0).length}/${results.length}`;
}
