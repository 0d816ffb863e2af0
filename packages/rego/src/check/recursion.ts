import { type Graph, nodesInCycles, wayBack } from "../analyse/cycles.ts";
import { type Rule, ruleRef } from "../tree/tree.ts";
import type { Problems } from "../type-check/problems.ts";
import { type RuleTree, walkTree } from "../type-check/rule-tree.ts";
import type { DynamicEdges } from "./dynamic-edges.ts";
import type { RuleGraph } from "./graph.ts";
import { writtenRefText } from "./stages/subjects.ts";

type Recursion = { readonly tree: RuleTree; readonly graph: RuleGraph; readonly edges: DynamicEdges };

/** Reports every rule that needs its own value, and the way it comes back to itself. */
export function checkRecursion(
  { tree, graph, edges }: Recursion,
  written: ReadonlyMap<string, string>,
  problems: Problems,
): void {
  const nameOf = (rule: Rule): string => writtenRefText(ruleRef(rule), written);
  const all = graphOf(graph, () => true);
  const certain = graphOf(graph, (from, to) => edges.isCertain(from, to));
  const circular = nodesInCycles(all);
  const report = (clause: Rule): void => {
    if (!circular.has(clause) || problems.isFull) return;
    const certainWay = wayBack(certain, clause);
    const way = certainWay ?? wayBack(all, clause) ?? [];
    const verb = certainWay === undefined ? "may be" : "is";
    const cause = certainWay === undefined ? edges.causeOf(way) : "";
    const message = `rule ${nameOf(clause)} ${verb} recursive: ${way.map(nameOf).join(" -> ")}${cause}`;
    problems.add("rego_recursion_error", message, clause.loc);
  };
  walkTree(tree, ({ rules }) => {
    for (const rule of rules) for (let clause: Rule | undefined = rule; clause; clause = clause.orElse) report(clause);
    return false;
  });
}

function graphOf({ clauses, dependenciesOf }: RuleGraph, isMeant: (from: Rule, to: Rule) => boolean): Graph<Rule> {
  return new Map(
    clauses.map((clause) => [clause, new Set([...dependenciesOf(clause)].filter((read) => isMeant(clause, read)))]),
  );
}
