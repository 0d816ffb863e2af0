import type { Term } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { readComprehensionBody } from "./parse-comprehension.ts";
import { readTermsUntil } from "./parse-list.ts";

/** `[…]`: an array or a comprehension; `[x | y]` is a comprehension where it can be one. */
export function readArray(cursor: Cursor): Term | undefined {
  const { loc } = cursor.advance();
  if (cursor.takeSymbol("]")) return { kind: "array", items: [], loc };
  const start = cursor.save();
  const hasLeadingComma = cursor.takeSymbol(",");
  const afterComma = hasLeadingComma ? cursor.save() : start;
  const head = cursor.operand();
  if (head === undefined) return undefined;
  if (cursor.takeSymbol("]")) return { kind: "array", items: [head], loc };
  if (cursor.takeSymbol(",")) return arrayOf(readTermsUntil(cursor, "]", [head]), loc);
  if (cursor.isSymbol("|") && !hasLeadingComma) {
    cursor.advance();
    const body = readComprehensionBody(cursor, "]");
    if (body !== undefined) return { kind: "array-comprehension", head, body, loc };
    if (!cursor.isSymbol(",")) return undefined;
  }
  cursor.restore(afterComma);
  return arrayOf(readTermsUntil(cursor, "]", []), loc);
}

function arrayOf(items: Term[] | undefined, loc: Term["loc"]): Term | undefined {
  return items === undefined ? undefined : { kind: "array", items, loc };
}
