import type { Expr } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

/** A term, or two with `:=` or `=` between them. `loc`: where the line starts. */
export function readRelation(cursor: Cursor, loc: Expr["loc"]): Expr | undefined {
  const left = cursor.term();
  if (left === undefined) return undefined;
  const kind = cursor.isSymbol(":=") ? "assign" : cursor.isSymbol("=") ? "unify" : undefined;
  if (kind === undefined) return { kind: "term", term: left, negated: false, withs: [], loc };
  cursor.advance();
  const right = cursor.term();
  return right === undefined ? undefined : { kind, left, right, negated: false, withs: [], loc };
}
