import type { SourceLibrary } from "../src/library/library.ts";
import { ruleQueries } from "../src/library/rule-queries.ts";
import { policyOf } from "./rule-runner.ts";

/** A line for each rule: whether its answers follow from single objects, and if not, what in its Rego joins them. */
export function ruleClasses(library: SourceLibrary): string[] {
  const policy = policyOf(library);
  return [...library.rules.values()].map(({ name, resourcesAggregator }) => {
    const { deny, considered } = ruleQueries(name);
    const classes = [deny, considered].map((query) => policy.classify(query));
    const joining = classes.find((one) => one.class === "input");
    const element = resourcesAggregator ?? "object";
    if (joining === undefined) return `${name}: each ${element} alone`;
    const { file, row, col } = joining.location ?? { file: "", row: 0, col: 0 };
    return `${name}: joins, ${joining.reason} at ${file}:${row}:${col}`;
  });
}
