import type { Body } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

/** What stands behind the bar of a comprehension, and its closing bracket. */
export function readComprehensionBody(cursor: Cursor, closing: "]" | "}"): Body | undefined {
  const body = cursor.body(closing);
  if (body !== undefined) cursor.advance();
  return body;
}
