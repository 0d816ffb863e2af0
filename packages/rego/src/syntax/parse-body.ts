import type { Body, Expr, Term } from "./ast.ts";
import type { Cursor, CursorState } from "./cursor.ts";
import { allFutureKeywords } from "./keywords.ts";
import { failBraces, failWith } from "./logical-problems.ts";
import {
  hasOperators,
  negation,
  operatorHere,
  readBracedChain,
  readNegatedOrGroup,
  readTail,
} from "./parse-logical.ts";
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
  const expr = readLine(cursor);
  if (expr !== undefined) cursor.mark("expression", token);
  return expr;
}

function readLine(cursor: Cursor): Expr | undefined {
  const { loc } = cursor;
  if (cursor.isSymbol("{") && hasOperators(cursor)) {
    const chain = readBracedChain(cursor);
    if (chain !== undefined) return chain.expr;
  }
  if (cursor.takeRefAsName()) return readModified(cursor, loc, false);
  const isNegated = cursor.takeKeyword("not");
  const group = readNegatedOrGroup(cursor, { isNegated, loc, isOperand: false });
  if (group !== undefined) return group.operand === undefined ? undefined : readTail(cursor, group.operand);
  for (const word of ["some", "every"] as const) {
    if (!cursor.isKeyword(word)) continue;
    if (isNegated) return cursor.unexpected(`illegal negation of '${word}'`);
    return word === "some" ? readSome(cursor) : readEvery(cursor);
  }
  return readModified(cursor, loc, isNegated);
}

function readModified(cursor: Cursor, loc: Expr["loc"], isNegated: boolean): Expr | undefined {
  const start = cursor.save();
  const { token } = cursor;
  const relation = readRelation(cursor, cursor.loc);
  const end = cursor.lastEnd;
  const withs = relation === undefined ? undefined : readWiths(cursor);
  if (relation === undefined || withs === undefined) return undefined;
  if (cursor.version === 0 && relation.kind === "term" && isNamed(relation.term, "every")) hintAtEvery(cursor, start);
  const whole = { ...relation, withs };
  const expr = isNegated ? negation(cursor, whole, loc) : { ...whole, loc };
  const operator = operatorHere(cursor);
  if (operator === undefined) return expr;
  const [first] = withs;
  if (first !== undefined) return failWith(cursor, operator, first.loc);
  if (isNegated || token.kind !== "symbol" || token.text !== "{") {
    return readTail(cursor, { body: [expr], isBraced: false, loc });
  }
  const isEmpty = relation.kind === "term" && relation.term.kind === "object" && relation.term.entries.length === 0;
  if (isEmpty) return cursor.fail("found empty body", loc);
  return failBraces(cursor, operator, cursor.textOf({ start: token.start, end }), loc);
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
