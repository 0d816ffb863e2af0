import type { With } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

/** The `with … as …` behind an expression, if any. */
export function readWiths(cursor: Cursor): With[] | undefined {
  const withs: With[] = [];
  while (cursor.isKeyword("with")) {
    const with_ = readWith(cursor);
    if (with_ === undefined) return undefined;
    withs.push(with_);
  }
  return withs;
}

function readWith(cursor: Cursor): With | undefined {
  const { loc } = cursor.advance();
  if (!cursor.isName) return cursor.unexpected("expected ident");
  const target = cursor.operand();
  if (target === undefined) return undefined;
  if (target.kind !== "ref" && target.kind !== "var") cursor.unexpected("expected with target path");
  if (!cursor.takeKeyword("as")) return cursor.unexpected("expected as keyword");
  const value = cursor.term();
  return value === undefined ? undefined : { kind: "with", target, value, loc };
}
