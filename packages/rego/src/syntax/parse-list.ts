import type { Term } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

/**
 * The rest of a list behind its opening bracket or a comma, to behind its closing bracket. A comma may stand before that.
 */
export function readTermsUntil(cursor: Cursor, closing: string, items: Term[]): Term[] | undefined {
  while (!cursor.takeSymbol(closing)) {
    const term = cursor.term("in-list");
    if (term === undefined) return undefined;
    items.push(term);
    if (!cursor.takeSymbol(",") && !cursor.isSymbol(closing)) {
      return cursor.unexpected(`expected "," or "${closing}"`);
    }
  }
  return items;
}
