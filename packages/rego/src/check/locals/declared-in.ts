import { type Expr, hasTwoOperands, isAssignment, type Term } from "../../tree/tree.ts";
import { isComprehension, visit } from "../../tree/visit.ts";
import { collect, nothing } from "../variables.ts";

/** The names that an expression declares for the body it stands in, as they are written. */
export function declaredIn(expr: Expr, names: Set<string> = new Set()): Set<string> {
  const add = (term: Term): void => collect(term, nothing, (name) => names.add(name));
  visit(expr, (node) => {
    if (node.kind !== "expr") return isComprehension(node);
    if (node.form === "some") for (const pattern of patternsOf(node.symbols)) add(pattern);
    else if (isAssignment(node) && hasTwoOperands(node)) add(node.terms[1] as Term);
    return false;
  });
  return names;
}

/** Of `some x, y` the names, of `some k, v in xs` what stands before `in`. */
function patternsOf(symbols: readonly Term[]): readonly Term[] {
  return symbols.flatMap((symbol) => (symbol.kind === "call" ? symbol.terms.slice(1, -1) : [symbol]));
}
