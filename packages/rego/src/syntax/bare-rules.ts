import { isDeclared } from "../types/builtin-types.ts";
import type { Body, CallTerm, Expr, Head, Term } from "./ast.ts";
import { valueKind } from "./default-rules.ts";
import { headParts } from "./parse-head.ts";
import { printTerm } from "./print/print-term.ts";

/** Why lines of a module are no rule; undefined where they are one: a head alone. */
export function notRule(body: Body): string | undefined {
  const [expr] = body;
  if (expr === undefined || body.length > 1) return "multiple expressions cannot be used for rule head";
  if (expr.withs.length > 0) return "expressions using with keyword cannot be used for rule head";
  if (expr.negated) return "negated expressions cannot be used for rule head";
  switch (expr.kind) {
    case "some":
    case "some-in":
      return "'some' declarations cannot be used for rule head";
    case "term":
      return expr.term.kind === "call" ? notFunction(expr.term) : notName(expr.term);
    case "unify":
    case "assign":
      return notAssigned(expr.left);
    default:
      return "expression cannot be used for rule head";
  }
}

function notFunction(term: CallTerm): string | undefined {
  const { callee, args } = term;
  if (callee.kind === "builtin" || isDeclared(printTerm(callee))) return "rule name conflicts with built-in function";
  if (args.length === 0) return "rule argument list must take at least one argument";
  return notRooted(callee);
}

function notName(term: Term): string | undefined {
  if (term.kind !== "ref") return `${valueKind(term)} cannot be used for rule name`;
  return term.path.length === 0 ? "refs cannot be used for rule head" : notRooted(term);
}

function notAssigned(left: Term): string | undefined {
  if (left.kind === "call") return left.callee.kind === "builtin" ? undefined : notRooted(left.callee);
  return left.kind === "ref" ? notRooted(left) : left.kind === "var" ? undefined : notName(left);
}

function notRooted(term: Term): string | undefined {
  return term.kind === "var" || headParts(term) !== undefined ? undefined : `invalid rule head: ${printTerm(term)}`;
}

/** The head that a line is, of a line that is a rule. */
export function headOf(line: Expr): Head {
  const left = line.kind === "unify" || line.kind === "assign" ? line.left : (line as Expr & { kind: "term" }).term;
  const value = line.kind === "unify" || line.kind === "assign" ? line.right : undefined;
  const parts = headParts(left) as NonNullable<ReturnType<typeof headParts>>;
  return { kind: "head", ...parts, contains: undefined, value, assigned: line.kind === "assign", loc: line.loc };
}

/** In a head without `if`, `p[x]` is the set `p contains x`, as it was before there was a keyword for it. */
export function withoutIf(head: Head): Head {
  const [key, ...rest] = head.path;
  if (key === undefined || rest.length > 0 || head.value !== undefined || head.args !== undefined) return head;
  if (head.contains !== undefined) return head;
  return { ...head, path: [], contains: key };
}
