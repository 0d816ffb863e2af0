import { descend, type Program } from "./analyse/program.ts";
import { isDocument } from "./analyse/variables.ts";
import type { QueryFunction, RuleFunction } from "./instantiate.ts";
import type { Body, RefTerm } from "./syntax/ast.ts";

/** The index of the rule whose value is all that a query asks for, such as `data.example.deny`. */
export function queriedRule({ root }: Program, [expr, ...more]: Body): number | undefined {
  if (expr?.kind !== "term" || more.length > 0 || expr.negated || expr.withs.length > 0) return undefined;
  const path = expr.term.kind === "ref" ? dataPath(expr.term) : undefined;
  if (path === undefined) return undefined;
  const { node, depth } = descend(root, path);
  return depth < path.length ? undefined : node.group?.index;
}

/** The function of such a query, which needs no code of its own. */
export function ruleQuery(rule: RuleFunction): QueryFunction {
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
