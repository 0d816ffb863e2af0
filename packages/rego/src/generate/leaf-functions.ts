import type { Clause, RuleGroup } from "../analyse/program.ts";
import { isDocument } from "../analyse/variables.ts";
import type { Expr, Term } from "../syntax/ast.ts";

const comparisons: ReadonlySet<string> = new Set(["equal", "neq", "lt", "lte", "gt", "gte"]);

/**
 * Whether a function only reads members, compares, and puts values together: it has no loop and calls nothing, so that no
 * limit can be reached in it, and nobody sees whether it was entered.
 */
export function isLeaf({ clauses, defaultClause }: RuleGroup): boolean {
  return [...clauses, ...(defaultClause === undefined ? [] : [defaultClause])].every(isLeafClause);
}

function isLeafClause({ args, body, value, orElse }: Clause): boolean {
  const isElseLeaf = orElse === undefined || isLeafClause(orElse);
  return isElseLeaf && [...args, value].every(isLeafTerm) && body.every(isLeafExpr);
}

function isLeafExpr(expr: Expr): boolean {
  if (expr.withs.length > 0) return false;
  switch (expr.kind) {
    case "some":
      return true;
    case "term":
      return isLeafTerm(expr.term) || isComparison(expr.term);
    case "unify":
    case "assign":
      return isLeafTerm(expr.left) && isLeafTerm(expr.right);
    case "not":
      return expr.body.every(isLeafExpr);
    default:
      return false;
  }
}

function isComparison(term: Term): boolean {
  if (term.kind !== "call" || term.callee.kind !== "builtin") return false;
  return comparisons.has(term.callee.name) && term.args.length === 2 && term.args.every(isLeafTerm);
}

function isLeafTerm(term: Term): boolean {
  switch (term.kind) {
    case "scalar":
    case "var":
      return true;
    case "ref":
      return isInnerRef(term.head) && isLeafTerm(term.head) && term.path.every((part) => part.kind === "scalar");
    case "array":
      return term.items.every(isLeafTerm);
    case "object":
      return term.entries.every(([key, value]) => key.kind === "scalar" && isLeafTerm(value));
    default:
      return false;
  }
}

/** What is under `data` may be a rule. */
function isInnerRef(head: Term): boolean {
  return !(isDocument(head) && head.kind === "var" && head.name === "data");
}
