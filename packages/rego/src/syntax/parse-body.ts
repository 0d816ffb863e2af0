import type { Body, Expr, Term } from "./ast.ts";
import type { Cursor, CursorState } from "./cursor.ts";
import { allFutureKeywords } from "./keywords.ts";
import { hasLogic, readLogical } from "./parse-logical.ts";
import { readEvery, readSome } from "./parse-membership.ts";
import { readRelation } from "./parse-relation.ts";
import { readWiths } from "./parse-with.ts";

/** Expressions separated by `;` or line ends, up to the closing symbol, which is left unread. */
export function readBody(cursor: Cursor, closing: string): Body | undefined {
  return cursor.nested(() => (cursor.isSymbol(closing) ? cursor.fail("found empty body") : readLines(cursor, closing)));
}

function readLines(cursor: Cursor, closing: string): Body | undefined {
  const body: Expr[] = [];
  for (;;) {
    const expr = readExpr(cursor);
    if (expr === undefined) return undefined;
    body.push(expr);
    if (cursor.takeSymbol(";")) continue;
    if (cursor.isSymbol(closing)) return body;
    if (!cursor.token.newLine) return missesEnd(cursor, closing);
  }
}

/** What was wrong before says more. */
function missesEnd(cursor: Cursor, closing: string): undefined {
  if (cursor.hasProblems) return undefined;
  hintAtInfix(cursor);
  return cursor.unexpected(`expected \\n or ; or ${closing}`);
}

/** A line of a query or of a module: expressions go on behind a `;` only. */
export function readStatementBody(cursor: Cursor): Body | undefined {
  const body: Expr[] = [];
  do {
    const expr = readExpr(cursor);
    if (expr === undefined) return undefined;
    body.push(expr);
  } while (cursor.takeSymbol(";"));
  return body;
}

/** One line of a body. */
export function readExpr(cursor: Cursor): Expr | undefined {
  const { token } = cursor;
  const start = cursor.save();
  const logical = hasLogic(cursor) ? cursor.attempt(() => readLogical(cursor)) : undefined;
  // Neither declarations nor what `with` ends behind a chain are operands.
  const isChain = logical !== undefined && !isPlainNegation(logical);
  const isWhole = isChain || cursor.isKeyword("some") || cursor.isKeyword("every");
  const expr = logical ?? readPlain(cursor);
  if (expr === undefined) return undefined;
  if (!isWhole && isNoOperand(cursor, expr, start)) return undefined;
  cursor.mark("expression", token);
  return expr;
}

/** `not x`, of a line and neither of braces nor of a group. */
function isPlainNegation(expr: Expr): boolean {
  if (expr.kind !== "not" || expr.explicit) return false;
  return expr.body.every(({ kind, withs }) => kind !== "not" && kind !== "logical" && withs.length === 0);
}

/**
 * Behind an expression, on the next line as well, `and` and `or` are operators: true where that makes the text wrong, which
 * is noted.
 */
function isNoOperand(cursor: Cursor, { withs: [first] }: Expr, start: CursorState): boolean {
  const operator = ["and", "or"].find((word) => cursor.isKeyword(word));
  if (operator === undefined) return false;
  if (first !== undefined) {
    cursor.hint(
      `Wrap the operand in \`(...)\` or \`{...}\` to scope, or move \`with\` after the \`${operator}\` expression to apply it to the whole expression`,
    );
    cursor.fail(`\`with\` modifier is not allowed on operand of \`${operator}\``, first.loc);
    return true;
  }
  const end = cursor.save();
  cursor.restore(start);
  readLogical(cursor);
  if (cursor.hasProblems) return true;
  cursor.restore(end);
  return false;
}

function readPlain(cursor: Cursor): Expr | undefined {
  const { loc } = cursor;
  if (cursor.takeRefAsName()) return readModified(cursor, loc, false);
  const negated = cursor.takeKeyword("not");
  for (const word of ["some", "every"] as const) {
    if (!cursor.isKeyword(word)) continue;
    if (negated) return cursor.unexpected(`illegal negation of '${word}'`);
    return word === "some" ? readSome(cursor) : readEvery(cursor);
  }
  return readModified(cursor, loc, negated);
}

function readModified(cursor: Cursor, loc: Expr["loc"], negated: boolean): Expr | undefined {
  const start = cursor.save();
  const at = cursor.loc;
  const expr = readRelation(cursor, at);
  const withs = expr === undefined ? undefined : readWiths(cursor);
  if (expr === undefined || withs === undefined) return undefined;
  if (cursor.version === 0 && expr.kind === "term" && isNamed(expr.term, "every")) hintAtEvery(cursor, start);
  if (!negated) return { ...expr, withs, loc };
  if (!cursor.keywords.has("not")) return { ...expr, negated, withs, loc };
  return { kind: "not", body: [expr], explicit: false, negated: false, withs, loc };
}

function isNamed(term: Term, name: string): boolean {
  return term.kind === "var" && term.name === name;
}

function hintAtEvery(cursor: Cursor, start: CursorState): void {
  const isEvery = cursor.wouldRead(allFutureKeywords, () => {
    cursor.restore(start);
    return readEvery(cursor) !== undefined;
  });
  if (isEvery) cursor.hint("`import future.keywords.every` for `every x in xs { ... }` expressions");
}

const infixExamples: Readonly<Record<string, string>> = { in: "x in xs", and: "x and y", or: "x or y" };

/** What may be meant as an operator and is a name, since nothing imports the keyword. */
function hintAtInfix(cursor: Cursor): void {
  if (cursor.hasHints) return;
  const { kind, text } = cursor.token;
  const word = kind === "identifier" && cursor.isName ? text : cursor.isSymbol(",") && isKeyed(cursor) ? "in" : "";
  const example = Object.hasOwn(infixExamples, word) ? infixExamples[word] : undefined;
  if (example !== undefined) cursor.hint(`\`import future.keywords.${word}\` for \`${example}\` expressions`);
}

/** Whether the comma here is that of `k, v in xs`. */
function isKeyed(cursor: Cursor): boolean {
  return cursor.wouldRead(allFutureKeywords, () => {
    cursor.advance();
    const term = cursor.term();
    if (term?.kind !== "call" || term.callee.kind !== "builtin") return false;
    return term.callee.name.startsWith("internal.member_");
  });
}
