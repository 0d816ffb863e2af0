import type { Body, Expr } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { readRelation } from "./parse-relation.ts";
import { readWiths } from "./parse-with.ts";

/** `isPlain`: no logical expression by itself. `isBraced`: a body in braces. */
type Operand = { readonly body: Body; readonly isPlain: boolean; readonly isBraced: boolean };

/** Whether lines may be joined by `and` and `or`, or negated as a whole. */
export function hasLogic({ keywords }: Cursor): boolean {
  return keywords.has("and") || keywords.has("or") || keywords.has("not");
}

/**
 * A chain of operands, or a negation whose body is in braces or a group; undefined where it is a plain line. `and` binds
 * tighter than `or`; each operand is a body of its own.
 */
export function readLogical(cursor: Cursor): Expr | undefined {
  const operand = readOr(cursor);
  const [expr, ...rest] = operand?.body ?? [];
  if (operand === undefined || operand.isPlain || expr === undefined || rest.length > 0) return undefined;
  const withs = readWiths(cursor);
  return withs === undefined ? undefined : { ...expr, withs: [...expr.withs, ...withs] };
}

function readOr(cursor: Cursor): Operand | undefined {
  return readChain(cursor, "or", () => readChain(cursor, "and", () => cursor.nested(() => readOperandBody(cursor))));
}

function readChain(cursor: Cursor, operator: "and" | "or", readNext: () => Operand | undefined): Operand | undefined {
  const { loc } = cursor;
  let left = readNext();
  while (left !== undefined && cursor.takeKeyword(operator)) {
    const right = readNext();
    if (right === undefined) return undefined;
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

function readOperandBody(cursor: Cursor): Operand | undefined {
  const { loc } = cursor;
  if (cursor.isSymbol("{")) {
    const body = cursor.attempt(() => readBracedBody(cursor));
    if (body !== undefined) return { body, isPlain: true, isBraced: true };
  }
  if (cursor.keywords.has("not") && cursor.isKeyword("not")) return readNegation(cursor, loc);
  const group = cursor.isSymbol("(") ? cursor.attempt(() => readGroup(cursor)) : undefined;
  if (group !== undefined) return group;
  const negated = cursor.takeKeyword("not");
  const expr = readRelation(cursor, loc);
  return expr === undefined ? undefined : { body: [{ ...expr, negated }], isPlain: true, isBraced: false };
}

function readNegation(cursor: Cursor, loc: Expr["loc"]): Operand | undefined {
  cursor.advance();
  const { loc: at } = cursor;
  const isBody = cursor.isSymbol("{");
  const operand = cursor.nested(() => readOperandBody(cursor));
  if (operand === undefined) return undefined;
  const { body, isBraced: explicit } = operand;
  // Behind `not` braces are a body, never a value.
  if (isBody && !explicit) cursor.fail("`{...}` in an operand position must contain expression(s)", at);
  return { body: [{ kind: "not", body, explicit, negated: false, withs: [], loc }], isPlain: false, isBraced: false };
}

function readBracedBody(cursor: Cursor): Body | undefined {
  cursor.advance();
  const body = cursor.body("}");
  if (body !== undefined) cursor.advance();
  return body;
}

/** `(a or b)`, `(not a)`, `(a with input as x)`: parentheses around a single term are the term's. */
function readGroup(cursor: Cursor): Operand | undefined {
  cursor.advance();
  const operand = readOr(cursor);
  const withs = operand === undefined ? undefined : readWiths(cursor);
  if (operand === undefined || withs === undefined || !cursor.takeSymbol(")")) return undefined;
  const { body, isPlain } = operand;
  if (isPlain && withs.length === 0) return undefined;
  const [expr] = body;
  const whole = expr === undefined ? body : [{ ...expr, withs: [...expr.withs, ...withs] }];
  return { body: whole, isPlain: false, isBraced: false };
}
