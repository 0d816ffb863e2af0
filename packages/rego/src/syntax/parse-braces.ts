import type { Body, Expr } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import type { BracedBody } from "./logical-problems.ts";
import { readWiths } from "./parse-with.ts";

/** A body in braces, whose opening brace is unread. */
export function readBraces(cursor: Cursor): Body | undefined {
  cursor.advance();
  const body = cursor.body("}");
  if (body !== undefined) cursor.advance();
  return body;
}

/** The same, with where it stands. */
export function readBracedBody(cursor: Cursor): BracedBody | undefined {
  const { loc, token } = cursor;
  const body = readBraces(cursor);
  return body === undefined ? undefined : { body, loc, start: token.start, end: cursor.lastEnd };
}

/** An expression with the `with` that follows it, in place of any it has from within parentheses. */
export function readOwnWiths(cursor: Cursor, expr: Expr): Expr | undefined {
  if (!cursor.isKeyword("with")) return expr;
  const withs = readWiths(cursor);
  return withs === undefined ? undefined : { ...expr, withs };
}
