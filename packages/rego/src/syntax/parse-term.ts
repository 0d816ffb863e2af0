import type { CallTerm, Term } from "./ast.ts";
import type { Cursor, Place } from "./cursor.ts";

/** Infix operators by rising precedence; operators of one level associate to the left. */
const levels: readonly Readonly<Record<string, string>>[] = [
  { "==": "equal", "!=": "neq", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte" },
  { "|": "or" },
  { "&": "and" },
  { "+": "plus", "-": "minus" },
  { "*": "mul", "/": "div", "%": "rem" },
];

/**
 * A term with infix operators. `k, v in xs` is read only where a comma cannot separate list items. An operator without
 * a right side is noted, and the left side is the term.
 */
export function readTerm(cursor: Cursor, place: Place): Term | undefined {
  return cursor.nested(() => {
    let left = readLevel(cursor, 0);
    for (let next = left; next !== undefined; next = readMembership(cursor, next, place)) left = next;
    return left;
  });
}

/** What `in` makes of a term; undefined where none follows. */
function readMembership(cursor: Cursor, left: Term, place: Place): Term | undefined {
  const keyed = place === "alone" && cursor.isSymbol(",") ? readKeyedMembership(cursor, left) : undefined;
  if (keyed !== undefined) return keyed;
  cursor.takeRefAsName();
  if (!cursor.isKeyword("in")) return undefined;
  const { loc } = cursor.advance();
  const right = readLevel(cursor, 0);
  return right === undefined ? undefined : operatorCall("internal.member_2", loc, [left, right]);
}

function readKeyedMembership(cursor: Cursor, key: Term): Term | undefined {
  return cursor.attempt(() => {
    cursor.advance();
    const value = readLevel(cursor, 0);
    const { loc } = cursor;
    if (value === undefined || !cursor.takeKeyword("in")) return undefined;
    const domain = readLevel(cursor, 0);
    return domain === undefined ? undefined : operatorCall("internal.member_3", loc, [key, value, domain]);
  });
}

function readLevel(cursor: Cursor, level: number): Term | undefined {
  const operators = levels[level];
  if (operators === undefined) return cursor.operand();
  let left = readLevel(cursor, level + 1);
  while (left !== undefined) {
    const { token } = cursor;
    const name = token.kind === "symbol" && Object.hasOwn(operators, token.text) ? operators[token.text] : undefined;
    if (name === undefined) return left;
    cursor.advance();
    const right = readLevel(cursor, level + 1);
    if (right === undefined) return left;
    left = operatorCall(name, token.loc, [left, right]);
  }
  return undefined;
}

/** Errors about a call point at its first operand, as OPA's do. */
export function operatorCall(name: string, loc: Term["loc"], args: readonly [Term, ...Term[]]): CallTerm {
  return { kind: "call", loc: args[0].loc, callee: { kind: "builtin", name, loc }, args };
}
