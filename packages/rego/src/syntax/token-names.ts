import type { TokenKind } from "./token.ts";

/** What OPA calls a token in its messages. */
export function tokenName(kind: TokenKind, text: string): string {
  if (kind === "symbol") return symbolNames[text] ?? text;
  return kind === "end" ? "eof" : kind;
}

const symbolNames: Readonly<Record<string, string>> = {
  "+": "plus",
  "-": "minus",
  "*": "mul",
  "/": "div",
  "%": "rem",
  "&": "and",
  "|": "or",
  "=": "eq",
  "==": "equal",
  ":=": "assign",
  "!=": "neq",
  ">": "gt",
  "<": "lt",
  ">=": "gte",
  "<=": "lte",
};
