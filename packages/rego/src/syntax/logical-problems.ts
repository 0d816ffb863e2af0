import type { Location } from "../errors.ts";
import { signatureOf } from "../types/builtin-types.ts";
import type { Body, Expr, Term } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { valueKind } from "./default-rules.ts";
import { printTerm } from "./print/print-term.ts";

/** `and` or `or`. */
export type Operator = "and" | "or";

/** An operand that begins with braces that are no body; `operand` is its text. */
export function failBraces(cursor: Cursor, operator: string, operand: string, at: Location): undefined {
  cursor.hint(`wrap the operand to keep the value: \`(${operand}) ${operator} ...\``);
  return cursor.fail(`operand of \`${operator}\` cannot begin with \`{\` unless the braces hold a body`, at);
}

/** A value in braces behind `not`. */
export function failNegatedValue(cursor: Cursor, term: Term, operand: string, at: Location): undefined {
  cursor.hint(`write \`not (${operand})\` to negate the value, or \`not {${operand}}\` for a body holding it`);
  return cursor.fail(
    `\`{...}\` in an operand position must contain expression(s), got: ${valueKind(firstValue(term))}`,
    at,
  );
}

/** What the text of a term begins with. */
function firstValue(term: Term): Term {
  const [first] = term.kind === "call" && term.callee.kind === "builtin" ? term.args : [];
  return first === undefined ? term : firstValue(first);
}

/** `with` behind the first operand of an operator. */
export function failWith(cursor: Cursor, operator: string, at: Location): undefined {
  cursor.hint(
    `Wrap the operand in \`(...)\` or \`{...}\` to scope, or move \`with\` after the \`${operator}\` expression to apply it to the whole expression`,
  );
  return cursor.fail(`\`with\` modifier is not allowed on operand of \`${operator}\``, at);
}

/** Parentheses around a body; `braces` is its text. */
export function failGroupedBody(cursor: Cursor, braces: string, prefix: string, at: Location): undefined {
  cursor.hint(`drop the parens to keep the body: \`${prefix}${braces}\``);
  return cursor.fail("`(...)` in an operand position cannot contain a body", at);
}

/** A body in braces with where it stands: `start` and `end` are offsets of the braces. */
export type BracedBody = { readonly body: Body; readonly loc: Location; readonly start: number; readonly end: number };

/** Notes a body whose first line is a union without parentheses: it looks like a comprehension. True if so. */
export function refusesUnion(cursor: Cursor, { body, loc, start, end }: BracedBody, prefix = ""): boolean {
  if (!isUnion(body[0])) return false;
  const first = cursor.spanOfFirst(start);
  if (cursor.textOf(first).startsWith("(")) return false;
  const braces = cursor.textOf({ start, end });
  const text = (from: number, to: number): string => cursor.textOf({ start: from, end: to });
  const union = `${text(start, first.start)}(${cursor.textOf(first)})${text(first.end, end)}`;
  cursor.hint(`write \`${prefix}(${braces})\` for the comprehension, or \`${prefix}${union}\` for the set union`);
  cursor.fail(
    "ambiguous `{ ... | ... }` operand: read as a body holding a set-union expression, not as a comprehension",
    loc,
  );
  return true;
}

function isUnion(expr: Expr | undefined): boolean {
  if (expr?.kind !== "term" || expr.term.kind !== "call") return false;
  const { callee } = expr.term;
  return callee.kind === "builtin" && callee.name === "or";
}

/** Notes operands that consist of calls without a value only, and so can never fail. */
export function refuseVoidCalls(cursor: Cursor, operator: Operator, operands: readonly Body[]): void {
  for (const body of operands) {
    const names = body.map(voidCallName);
    const [name] = names;
    if (name === undefined || names.includes(undefined)) continue;
    cursor.hint(
      `\`${name}\` produces no value and always succeeds, so the operand can never fail; move it out of the operand, or add an expression that can fail`,
    );
    cursor.fail(`operand of \`${operator}\` cannot consist only of calls to \`${name}\``, body[0]?.loc);
  }
}

function voidCallName(expr: Expr): string | undefined {
  if (expr.negated || expr.kind !== "term" || expr.term.kind !== "call") return undefined;
  const { callee } = expr.term;
  const name = callee.kind === "builtin" ? callee.name : printTerm(callee);
  const type = signatureOf(name);
  return type !== undefined && type.result === undefined ? name : undefined;
}
