import { descend, type Program } from "./analyse/program.ts";
import { isDocument } from "./analyse/variables.ts";
import type { QueryFunction, RuleFunction } from "./runtime/instantiate.ts";
import type { Body, RefTerm } from "./syntax/ast.ts";

/**
 * The function of a query that asks for nothing but a rule's value, such as `data.example.deny`; it needs no code of its
 * own. Undefined for all other queries.
 */
export function ruleQuery(
  { root }: Program,
  [expr, ...more]: Body,
  rules: readonly RuleFunction[],
): QueryFunction | undefined {
  if (expr?.kind !== "term" || more.length > 0 || expr.negated || expr.withs.length > 0) return undefined;
  const path = expr.term.kind === "ref" ? dataPath(expr.term) : undefined;
  if (path === undefined) return undefined;
  const { node, depth } = descend(root, path);
  const rule = node.group === undefined || depth < path.length ? undefined : rules[node.group.index];
  if (rule === undefined) return undefined;
  return (context, found) => {
    const value = rule(context);
    if (value !== undefined) found([value]);
  };
}

/** The constant path of a ref into `data`. */
function dataPath({ head, path }: RefTerm): string[] | undefined {
  if (!isDocument(head) || head.kind !== "var" || head.name !== "data") return undefined;
  const parts = path.map((part) => (part.kind === "scalar" && typeof part.value === "string" ? part.value : undefined));
  return parts.every((part) => part !== undefined) ? parts : undefined;
}
