import type { Program } from "./analyse/program.ts";
import { visitExprVars } from "./analyse/variables.ts";
import { withOutput } from "./generate/calls.ts";
import { valueVariable } from "./run-query.ts";
import type { Body } from "./syntax/ast.ts";

/** A query as it is compiled, and the variables whose values make a solution. */
type QueryPlan = { readonly whole: Body; readonly variables: readonly string[] };

/** `body`: the query, resolved against the program. */
export function queryPlan(program: Program, body: Body): QueryPlan {
  const whole = wholeValue(body.map((expr) => withOutput(program, expr)));
  return { whole, variables: namedVariables(whole) };
}

/** A query that is a single term is asked for the term's value. */
function wholeValue(body: Body): Body {
  const [expr, ...rest] = body;
  if (expr === undefined || rest.length > 0 || expr.kind !== "term" || expr.negated) return body;
  return [{ ...expr, kind: "unify", left: { kind: "var", name: valueVariable, loc: expr.loc }, right: expr.term }];
}

function namedVariables(body: Body): string[] {
  const names = new Set<string>();
  for (const expr of body) visitExprVars(expr, false, ({ name }) => !name.startsWith("$") && names.add(name));
  return [...names];
}
