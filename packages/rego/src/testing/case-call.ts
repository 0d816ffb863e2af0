import { visitExprVars, visitVars } from "../analyse/variables.ts";
import type { Body, Expr, Rule, Term } from "../syntax/ast.ts";

/**
 * A test whose value is an object of cases, with a call in its body that tells the name of each case: as soon as the
 * variables in the name are known, so that a case that fails later is known too. `length`: the parts of the head's ref
 * that are the test's name.
 */
export function withCaseCall(rule: Rule, length: number): Rule {
  const keys = rule.head.path.slice(length - 1);
  if (keys.length === 0) return rule;
  const at = firstPlace(rule.body, keys);
  return { ...rule, body: [...rule.body.slice(0, at), caseCall(keys, rule.loc), ...rule.body.slice(at)] };
}

/** Behind the first mention of every variable in the keys. */
function firstPlace(body: Body, keys: readonly Term[]): number {
  const names = new Set<string>();
  for (const key of keys) visitVars(key, false, ({ name }) => names.add(name));
  const mentions = [...names].map((name) => body.findIndex((expr) => expr.kind !== "some" && mentionsName(expr, name)));
  return Math.max(-1, ...mentions) + 1;
}

function mentionsName(expr: Expr, wanted: string): boolean {
  let isFound = false;
  visitExprVars(expr, false, ({ name }) => {
    isFound ||= name === wanted;
  });
  return isFound;
}

function caseCall(keys: readonly Term[], loc: Rule["loc"]): Expr {
  const callee = { kind: "builtin", name: "internal.test_case", loc } as const;
  const term: Term = { kind: "call", callee, args: [{ kind: "array", items: keys, loc }], loc };
  return { kind: "term", term, negated: false, withs: [], loc };
}
