import type { NameGenerator } from "../../tree/names.ts";
import { type CallExpr, callExpr, type Term, type VarTerm, variable } from "../../tree/tree.ts";

/** `name = term`, where the name is new: a stage puts the variable where the term was. */
export function capture(term: Term, names: NameGenerator): { readonly variable: VarTerm; readonly expr: CallExpr } {
  const captured = variable(names.fresh(), term.loc);
  const expr = callExpr("eq", [captured, term], term.loc);
  expr.generated = true;
  return { variable: captured, expr };
}
