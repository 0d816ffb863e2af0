import type { CompileError, Location } from "../errors.ts";
import { isGenerated, isWildcard, type Rule } from "../tree/tree.ts";
import type { RuleScopes } from "./safety-errors.ts";
import { collect, nothing, ofExpression, variablesOfBody, variablesOfTerms } from "./variables.ts";

/** Errors about variables of a head that neither its arguments nor the body can bind. */
export function headSafetyErrors(
  clause: Rule,
  written: ReadonlyMap<string, string>,
  scopes: RuleScopes,
): CompileError[] {
  const { args, ref, key, value } = clause.head;
  const needed = new Map<string, Location>();
  for (const term of [...args, key, value, ...ref.slice(1)]) {
    if (term !== undefined) collect(term, nothing, (name, loc) => needed.set(name, loc ?? clause.loc));
  }
  if (needed.size === 0) return [];
  const bound = variablesOfBody(clause.body, ofExpression);
  variablesOfTerms(args, nothing, bound);
  const errors: CompileError[] = [];
  for (const [name, location] of needed) {
    const shown = written.get(name) ?? name;
    if (bound.has(name) || isGenerated(shown)) continue;
    const message = `var ${isWildcard(shown) ? "_" : shown} is unsafe${scopes.of(clause)}`;
    errors.push({ code: "rego_unsafe_var_error", message, location });
  }
  return errors;
}
