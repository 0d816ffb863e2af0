import type { Body, CallTerm, Expr, Term, VarTerm } from "../syntax/ast.ts";

/** The body without its `print` calls, as OPA leaves them out where printing is off. */
export function withoutPrints(body: Body): Body {
  return body.filter((expr) => printCall(expr) === undefined);
}

/**
 * Each operand of a `print` call becomes the set of its values, so that one without a value does not keep the line from
 * being printed.
 */
export function withPrints(body: Body): Body {
  return body.map((expr) => {
    const call = printCall(expr);
    if (call === undefined) return expr;
    const { loc } = call;
    const items = call.args.map(valuesOf);
    const term: CallTerm = {
      kind: "call",
      callee: { kind: "builtin", name: "internal.print", loc },
      args: [{ kind: "array", items, loc }],
      loc,
    };
    return { ...expr, kind: "term", term };
  });
}

function printCall(expr: Expr): CallTerm | undefined {
  if (expr.kind !== "term" || expr.term.kind !== "call") return undefined;
  const { callee } = expr.term;
  return callee.kind === "var" && callee.name === "print" ? expr.term : undefined;
}

function valuesOf(operand: Term, position: number): Term {
  if (operand.kind === "scalar") return operand;
  const { loc } = operand;
  const value: VarTerm = { kind: "var", name: `$printed${position}`, loc };
  const body: Body = [{ kind: "unify", left: value, right: operand, negated: false, withs: [], loc }];
  return { kind: "set-comprehension", head: value, body, loc };
}
