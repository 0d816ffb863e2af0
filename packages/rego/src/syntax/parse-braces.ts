import type { Body } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

/** A body in braces, whose opening brace is unread. */
export function readBraces(cursor: Cursor): Body | undefined {
  cursor.advance();
  const body = cursor.body("}");
  if (body !== undefined) cursor.advance();
  return body;
}
