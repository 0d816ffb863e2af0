import type { Body, EveryExpr, Expr, Term, VarTerm } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { ParseError } from "./parse-error.ts";
import { readTerm, readVar, readWiths } from "./parse-term.ts";

/** Expressions separated by `;` or line ends, up to the closing symbol, which is left unread. */
export function readBody(cursor: Cursor, closing: string): Body {
  return cursor.nested(() => {
    const closed = (): boolean => (closing === "" ? cursor.atEnd : cursor.isSymbol(closing));
    if (closed()) throw new ParseError("found empty body", cursor.loc);
    const body: Expr[] = [];
    let semicolon = false;
    do {
      body.push(readExpr(cursor));
      semicolon = cursor.takeSymbol(";");
      if (closed()) return body;
    } while (semicolon || endsExpression(cursor, closing));
    throw cursor.unexpected(`expected \\n or ; or ${closing}`);
  });
}

/** A query is a row of statements, between which nothing has to stand. */
function endsExpression(cursor: Cursor, closing: string): boolean {
  return closing === "" || cursor.token.newLine;
}

/** One line of a body. `and` binds tighter than `or`; each operand is a body of its own. */
export function readExpr(cursor: Cursor): Expr {
  const { token } = cursor;
  const logical = hasLogic(cursor) ? cursor.attempt(() => readLogical(cursor)) : undefined;
  const expr = logical ?? readPlain(cursor);
  cursor.mark("expression", token);
  return expr;
}

function hasLogic({ keywords }: Cursor): boolean {
  return keywords.has("and") || keywords.has("or") || keywords.has("not");
}

function readPlain(cursor: Cursor): Expr {
  const { loc } = cursor;
  if (cursor.takeKeyword("some")) return readSome(cursor, loc);
  if (cursor.takeKeyword("every")) return readEvery(cursor, loc);
  const isBody = cursor.keywords.has("not");
  if (!cursor.takeKeyword("not")) return withModifiers(cursor, readRelation(cursor, loc));
  if (cursor.isKeyword("some") || cursor.isKeyword("every")) {
    throw cursor.unexpected(`illegal negation of '${cursor.token.text}'`);
  }
  const expr = readRelation(cursor, cursor.loc);
  if (!isBody) return withModifiers(cursor, { ...expr, negated: true, loc });
  return { kind: "not", body: [expr], explicit: false, negated: false, withs: readWiths(cursor), loc };
}

function withModifiers(cursor: Cursor, expr: Expr): Expr {
  return { ...expr, withs: readWiths(cursor) };
}

function readRelation(cursor: Cursor, loc: Expr["loc"]): Expr {
  const left = readTerm(cursor);
  for (const [symbol, kind] of [
    [":=", "assign"],
    ["=", "unify"],
  ] as const) {
    if (cursor.takeSymbol(symbol)) return { kind, left, right: readTerm(cursor), negated: false, withs: [], loc };
  }
  return { kind: "term", term: left, negated: false, withs: [], loc };
}

/** `isPlain`: no logical expression by itself. `isBraced`: a body in braces. */
type Operand = { readonly body: Body; readonly isPlain: boolean; readonly isBraced: boolean };

/** A chain of operands, or a negation whose body is in braces or a group; anything else is read as a plain line. */
function readLogical(cursor: Cursor): Expr {
  const { loc } = cursor;
  const operand = readOr(cursor);
  const [expr, ...rest] = operand.body;
  if (operand.isPlain || expr === undefined || rest.length > 0) throw new ParseError("no logical expression", loc);
  return { ...expr, withs: [...expr.withs, ...readWiths(cursor)] };
}

function readOr(cursor: Cursor): Operand {
  return readChain(cursor, "or", () => readChain(cursor, "and", () => cursor.nested(() => readOperandBody(cursor))));
}

function readChain(cursor: Cursor, operator: "and" | "or", readNext: () => Operand): Operand {
  const { loc } = cursor;
  let left = readNext();
  while (cursor.takeKeyword(operator)) {
    const right = readNext();
    const expr: Expr = {
      kind: "logical",
      operator,
      left: left.body,
      right: right.body,
      explicitLeft: left.isBraced,
      explicitRight: right.isBraced,
      negated: false,
      withs: [],
      loc,
    };
    left = { body: [expr], isPlain: false, isBraced: false };
  }
  return left;
}

function readOperandBody(cursor: Cursor): Operand {
  const { loc } = cursor;
  if (cursor.isSymbol("{")) {
    const body = cursor.attempt(() => readBraced(cursor));
    if (body !== undefined) return { body, isPlain: true, isBraced: true };
  }
  const isNegation = cursor.keywords.has("not") && cursor.isKeyword("not");
  if (isNegation) {
    cursor.advance();
    const { loc: at } = cursor;
    const isBody = cursor.isSymbol("{");
    const { body, isBraced: explicit } = cursor.nested(() => readOperandBody(cursor));
    // Behind `not` braces are a body, never a value.
    if (isBody && !explicit)
      throw new ParseError("`{...}` in an operand position must contain expression(s)", at, true);
    return { body: [{ kind: "not", body, explicit, negated: false, withs: [], loc }], isPlain: false, isBraced: false };
  }
  const group = cursor.isSymbol("(") ? cursor.attempt(() => readGroup(cursor)) : undefined;
  if (group !== undefined) return group;
  const negated = cursor.takeKeyword("not");
  return { body: [{ ...readRelation(cursor, loc), negated, loc }], isPlain: true, isBraced: false };
}

function readBraced(cursor: Cursor): Body {
  cursor.expectSymbol("{");
  const body = cursor.readBody(cursor, "}");
  cursor.expectSymbol("}");
  return body;
}

/** `(a or b)`, `(not a)`, `(a with input as x)`: parentheses around a single term are the term's. */
function readGroup(cursor: Cursor): Operand {
  const { loc } = cursor.advance();
  const { body, isPlain } = readOr(cursor);
  const withs = readWiths(cursor);
  cursor.expectSymbol(")");
  if (isPlain && withs.length === 0) throw new ParseError("no logical group", loc);
  const [expr] = body;
  const whole = expr === undefined ? body : [{ ...expr, withs: [...expr.withs, ...withs] }];
  return { body: whole, isPlain: false, isBraced: false };
}

function readSome(cursor: Cursor, loc: Expr["loc"]): Expr {
  const membership = cursor.attempt(() => {
    const { key, value, domain } = readMembership(cursor, "expected `x in xs` or `x, y in xs` expression");
    return { kind: "some-in", key, value, domain, negated: false, withs: readWiths(cursor), loc } as const;
  });
  if (membership !== undefined) return membership;
  const names: VarTerm[] = [];
  do {
    if (cursor.token.kind !== "identifier" || cursor.isReserved(cursor.token.text))
      throw cursor.unexpected("expected var");
    names.push(readVar(cursor));
  } while (cursor.takeSymbol(","));
  return { kind: "some", names, negated: false, withs: [], loc };
}

function readMembership(cursor: Cursor, note: string): { key: Term | undefined; value: Term; domain: Term } {
  const { loc } = cursor;
  const term = readTerm(cursor);
  if (term.kind !== "call" || term.callee.kind !== "builtin") throw new ParseError(note, loc);
  const [first, second, third] = term.args;
  if (term.callee.name === "internal.member_2" && first !== undefined && second !== undefined) {
    return { key: undefined, value: first, domain: second };
  }
  if (term.callee.name === "internal.member_3" && first !== undefined && second !== undefined && third !== undefined) {
    return { key: first, value: second, domain: third };
  }
  throw new ParseError(note, loc);
}

function readEvery(cursor: Cursor, loc: Expr["loc"]): EveryExpr {
  const { key, value, domain } = readMembership(cursor, "expected `x[, y] in xs { ... }` expression");
  if (key !== undefined && key.kind !== "var") throw cursor.unexpected("expected key to be a variable");
  if (value.kind !== "var") throw cursor.unexpected("expected value to be a variable");
  if (!cursor.takeSymbol("{")) throw cursor.unexpected("missing body");
  const body = cursor.readBody(cursor, "}");
  cursor.expectSymbol("}");
  return { kind: "every", key, value, domain, body, negated: false, withs: readWiths(cursor), loc };
}
