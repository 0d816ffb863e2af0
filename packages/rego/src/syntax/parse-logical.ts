import type { Body, Expr } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import {
  type BracedBody,
  failBraces,
  failGroupedBody,
  failNegatedValue,
  failWith,
  type Operator,
  refusesUnion,
  refuseVoidCalls,
} from "./logical-problems.ts";
import { readBracedBody, readOwnWiths } from "./parse-braces.ts";
import { readRelation } from "./parse-relation.ts";

type Loc = Expr["loc"];
/** A side of `and` or `or`, or what `not` negates. `isBraced`: a body in braces. */
type Operand = { readonly body: Body; readonly isBraced: boolean; readonly loc: Loc };

/** Whether lines may be joined by `and` and `or`. */
export function hasOperators({ keywords }: Cursor): boolean {
  return keywords.has("and") || keywords.has("or");
}

/** The operator that stands here. */
export function operatorHere(cursor: Cursor): Operator | undefined {
  if (cursor.isKeyword("and")) return "and";
  return cursor.isKeyword("or") ? "or" : undefined;
}

/** A line that starts with a body in braces: an operand if an operator follows, and otherwise not read. */
export function readBracedChain(cursor: Cursor): { readonly expr: Expr | undefined } | undefined {
  const start = cursor.save();
  const braced = readBracedBody(cursor);
  if (braced === undefined || operatorHere(cursor) === undefined) {
    cursor.restore(start);
    return undefined;
  }
  if (refusesUnion(cursor, braced)) return { expr: undefined };
  return { expr: readTail(cursor, { body: braced.body, isBraced: true, loc: braced.loc }) };
}

/** What follows an operand that may stand alone: operators with their operands, or `with`. */
export function readTail(cursor: Cursor, operand: Operand): Expr | undefined {
  const expr = operatorHere(cursor) === undefined ? operand.body[0] : readChain(cursor, operand);
  return expr === undefined ? undefined : readOwnWiths(cursor, expr);
}

/** Operands joined by `or`, each of which may be some joined by `and`; all associate to the left. */
function readChain(cursor: Cursor, first: Operand): Expr | undefined {
  return cursor.nested(() => {
    let left = readConjunction(cursor, first);
    while (left !== undefined && cursor.takeKeyword("or")) {
      const next = readOperand(cursor, "or");
      const right = next === undefined ? undefined : readConjunction(cursor, next);
      left = right === undefined ? undefined : joined(cursor, "or", left, right);
    }
    return left?.body[0];
  });
}

function readConjunction(cursor: Cursor, first: Operand): Operand | undefined {
  let left: Operand | undefined = first;
  while (left !== undefined && cursor.takeKeyword("and")) {
    const right = readOperand(cursor, "and");
    left = right === undefined ? undefined : joined(cursor, "and", left, right);
  }
  return left;
}

function joined(cursor: Cursor, operator: Operator, left: Operand, right: Operand): Operand {
  refuseVoidCalls(cursor, operator, [left.body, right.body]);
  const { loc } = left;
  const sides = { left: left.body, right: right.body, explicitLeft: left.isBraced, explicitRight: right.isBraced };
  return single({ kind: "logical", operator, ...sides, negated: false, withs: [], loc });
}

function single(expr: Expr): Operand {
  return { body: [expr], isBraced: false, loc: expr.loc };
}

/** `operator`: what the operand belongs to; absent where nothing is lost if there is none. */
function readOperand(cursor: Cursor, operator?: Operator): Operand | undefined {
  return cursor.nested(() => {
    if (cursor.isSymbol("{")) return readBracedOperand(cursor, operator);
    const { loc } = cursor;
    cursor.takeRefAsName();
    const isNegated = cursor.takeKeyword("not");
    const group = readNegatedOrGroup(cursor, { isNegated, loc, isOperand: true });
    if (group !== undefined) return group.operand;
    const expr = readRelation(cursor, loc);
    return expr === undefined ? undefined : single(isNegated ? negation(cursor, expr, loc) : expr);
  });
}

/** What an expression behind `not` becomes: a body of one line where `not` takes bodies. */
export function negation(cursor: Cursor, expr: Expr, loc: Loc): Expr {
  if (!cursor.keywords.has("not")) return { ...expr, negated: true, loc };
  const { withs } = expr;
  return { kind: "not", body: [{ ...expr, withs: [] }], explicit: false, negated: false, withs, loc };
}

type Position = {
  /** Whether `not` was read. */
  readonly isNegated: boolean;
  readonly loc: Loc;
  /** Whether what is read is an operand anyway, so that parentheses around it group. */
  readonly isOperand: boolean;
};

/** A negated body in braces, or operands in parentheses. Absent: neither stands here; without `operand` it is wrong. */
export function readNegatedOrGroup(
  cursor: Cursor,
  { isNegated, loc, isOperand }: Position,
): { readonly operand: Operand | undefined } | undefined {
  const takesBodies = cursor.keywords.has("not");
  if (isNegated && takesBodies && cursor.isSymbol("{")) return { operand: readNegatedBody(cursor, loc) };
  const mayGroup = isNegated ? takesBodies : hasOperators(cursor);
  if (!mayGroup || !cursor.isSymbol("(") || (isOperand && !hasOperators(cursor))) return undefined;
  const group = cursor.nested(() => readGroup(cursor, isOperand || isNegated, isNegated ? "not " : ""));
  if (!isNegated || group?.operand === undefined) return group;
  const { body, isBraced } = group.operand;
  return { operand: single({ kind: "not", body, explicit: isBraced, negated: false, withs: [], loc }) };
}

function readBracedOperand(cursor: Cursor, operator: Operator | undefined): Operand | undefined {
  const braced = readBracesOr(cursor, (operand, at) =>
    operator === undefined ? undefined : failBraces(cursor, operator, operand, at),
  );
  if (braced === undefined) return undefined;
  refusesUnion(cursor, braced);
  return { body: braced.body, isBraced: true, loc: braced.loc };
}

function readNegatedBody(cursor: Cursor, loc: Loc): Operand | undefined {
  const braced = readBracesOr(cursor, (operand, at, term) => failNegatedValue(cursor, term, operand, at));
  if (braced === undefined || refusesUnion(cursor, braced, "not ")) return undefined;
  return single({ kind: "not", body: braced.body, explicit: true, negated: false, withs: [], loc });
}

type FailValue = (operand: string, at: Loc, term: NonNullable<ReturnType<Cursor["term"]>>) => undefined;

/** A body in braces. If they hold a value, that is what is wrong; otherwise what keeps them from being a body. */
function readBracesOr(cursor: Cursor, failValue: FailValue): BracedBody | undefined {
  const { loc, token } = cursor;
  const start = cursor.save();
  const isEmpty = cursor.following.text === "}" && cursor.following.kind === "symbol";
  const braced = readBracedBody(cursor);
  if (braced !== undefined || isEmpty) return braced;
  const failed = cursor.save();
  cursor.restore(start);
  const term = cursor.term();
  if (term === undefined) cursor.restore(failed);
  else failValue(cursor.textSince(token), loc, term);
  return undefined;
}

/** Parentheses around operands. Those around a single relation, or around a value, are the term's. */
function readGroup(
  cursor: Cursor,
  isOperand: boolean,
  prefix: string,
): { readonly operand: Operand | undefined } | undefined {
  const start = cursor.save();
  const { loc } = cursor.advance();
  const none = (): undefined => {
    cursor.restore(start);
    return undefined;
  };
  if (cursor.isSymbol(")")) return isOperand ? { operand: cursor.fail("empty parenthesized group", loc) } : none();
  const { token: first } = cursor;
  const operand = readOperand(cursor);
  if (operand === undefined) return none();
  if (operatorHere(cursor) !== undefined) {
    const expr = readTail(cursor, operand);
    return { operand: expr === undefined ? undefined : closed(cursor, { ...single(expr), loc }) };
  }
  if (cursor.isKeyword("with") && !operand.isBraced) return readGroupWith(cursor, operand, isOperand) ?? none();
  if (operand.isBraced) {
    const braces = cursor.textSince(first);
    none();
    return isValue(cursor) ? undefined : { operand: failGroupedBody(cursor, braces, prefix, loc) };
  }
  const [expr] = operand.body;
  const isGroup = expr?.kind === "logical" || expr?.kind === "not" || expr?.negated === true;
  return isGroup ? { operand: closed(cursor, { ...operand, loc }) } : none();
}

/** `(x with input as y)`: an operand of its own; absent where it is not joined with others. */
function readGroupWith(
  cursor: Cursor,
  operand: Operand,
  isOperand: boolean,
): { readonly operand: Operand | undefined } | undefined {
  const { loc } = cursor;
  const expr = readOwnWiths(cursor, operand.body[0] as Expr);
  if (expr === undefined) return { operand: undefined };
  const operator = operatorHere(cursor);
  if (operator !== undefined) return { operand: failWith(cursor, operator, loc) };
  const whole = closed(cursor, single(expr));
  if (whole === undefined) return { operand: undefined };
  return isOperand || operatorHere(cursor) !== undefined ? { operand: whole } : undefined;
}

function closed(cursor: Cursor, operand: Operand): Operand | undefined {
  return cursor.takeSymbol(")") ? operand : cursor.fail("expected ) to close parenthesized group");
}

/** Whether the parentheses here hold a value. Nothing is read by asking. */
function isValue(cursor: Cursor): boolean {
  const start = cursor.save();
  cursor.advance();
  const term = cursor.operand();
  cursor.restore(start);
  return term !== undefined;
}
