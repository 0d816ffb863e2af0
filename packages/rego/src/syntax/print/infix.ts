import type { CallTerm, Term } from "../ast.ts";

type Infix = { readonly symbol: string; readonly level: number };

/** Operators by how tightly they bind. */
const operators: Readonly<Record<string, Infix>> = {
  "internal.member_2": { symbol: "in", level: 0 },
  "internal.member_3": { symbol: "in", level: 0 },
  equal: { symbol: "==", level: 1 },
  neq: { symbol: "!=", level: 1 },
  lt: { symbol: "<", level: 1 },
  lte: { symbol: "<=", level: 1 },
  gt: { symbol: ">", level: 1 },
  gte: { symbol: ">=", level: 1 },
  or: { symbol: "|", level: 2 },
  and: { symbol: "&", level: 3 },
  plus: { symbol: "+", level: 4 },
  minus: { symbol: "-", level: 4 },
  mul: { symbol: "*", level: 5 },
  div: { symbol: "/", level: 5 },
  rem: { symbol: "%", level: 5 },
};

/** The operator of a call that was written as an infix expression. */
export function infixOf({ callee, args }: CallTerm): Infix | undefined {
  if (callee.kind !== "builtin" || !Object.hasOwn(operators, callee.name)) return undefined;
  const operands = callee.name === "internal.member_3" ? 3 : 2;
  return args.length === operands ? operators[callee.name] : undefined;
}

/**
 * Whether a term has to stand in parentheses where one that binds as `level` is expected. `|` always has: at the start
 * of brackets and braces it would make a comprehension of them.
 */
export function needsParentheses(term: Term, level: number): boolean {
  const infix = term.kind === "call" ? infixOf(term) : undefined;
  return infix !== undefined && (infix.level < level || infix.symbol === "|");
}
