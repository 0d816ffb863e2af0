import type { EveryExpr, Expr, SomeInExpr, Term, VarTerm } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { allFutureKeywords } from "./keywords.ts";
import { readWiths } from "./parse-with.ts";

/** `some x in xs`, `some k, v in xs`, or the declaration `some x, y`. The keyword is unread. */
export function readSome(cursor: Cursor): Expr | undefined {
  const start = cursor.save();
  const { loc } = cursor.advance();
  const term = cursor.term();
  if (term?.kind === "call") {
    const membership = membershipOf(term);
    if (membership === undefined) return cursor.unexpected("expected `x in xs` or `x, y in xs` expression");
    return withModifiers(cursor, { kind: "some-in", ...membership, negated: false, withs: [], loc });
  }
  cursor.restore(start);
  if (cursor.version === 0) hintAtIn(cursor);
  return readDeclaration(cursor, loc);
}

function withModifiers(cursor: Cursor, expr: SomeInExpr | EveryExpr): Expr | undefined {
  const withs = readWiths(cursor);
  return withs === undefined ? undefined : { ...expr, withs };
}

function readDeclaration(cursor: Cursor, loc: Expr["loc"]): Expr | undefined {
  const names: VarTerm[] = [];
  do {
    cursor.advance();
    if (!cursor.isName) return cursor.unexpected("expected var");
    names.push(cursor.variable());
  } while (cursor.isSymbol(","));
  return { kind: "some", names, negated: false, withs: [], loc };
}

function hintAtIn(cursor: Cursor): void {
  const isMembership = cursor.wouldRead(allFutureKeywords, () => {
    cursor.advance();
    const term = cursor.term();
    return term !== undefined && membershipOf(term) !== undefined;
  });
  if (isMembership) cursor.hint("`import future.keywords.in` for `some x in xs` expressions");
}

/** `every x in xs { … }` and `every k, v in xs { … }`. The keyword is unread. */
export function readEvery(cursor: Cursor): Expr | undefined {
  const { loc } = cursor.advance();
  const term = cursor.term();
  if (term === undefined) return undefined;
  const membership = membershipOf(term);
  if (membership === undefined) return cursor.unexpected("expected `x[, y] in xs { ... }` expression");
  const { key, value, domain } = membership;
  if (key !== undefined && key.kind !== "var") return cursor.unexpected("expected key to be a variable");
  if (value.kind !== "var") return cursor.unexpected("expected value to be a variable");
  if (!cursor.takeSymbol("{")) return cursor.unexpected("missing body");
  const body = cursor.body("}");
  if (body === undefined) return undefined;
  cursor.advance();
  return withModifiers(cursor, { kind: "every", key, value, domain, body, negated: false, withs: [], loc });
}

type Membership = { readonly key: Term | undefined; readonly value: Term; readonly domain: Term };

function membershipOf(term: Term): Membership | undefined {
  if (term.kind !== "call" || term.callee.kind !== "builtin") return undefined;
  const [first, second, third] = term.args;
  if (first === undefined || second === undefined) return undefined;
  if (term.callee.name === "internal.member_2") return { key: undefined, value: first, domain: second };
  if (term.callee.name !== "internal.member_3" || third === undefined) return undefined;
  return { key: first, value: second, domain: third };
}
