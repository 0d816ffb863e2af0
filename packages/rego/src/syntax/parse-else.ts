import type { Head, Rule, Term } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { readBraces } from "./parse-braces.ts";
import { readHeadTerm } from "./parse-head.ts";

/** Whether the rule goes on with `else`; one before a dot or a bracket is the name of another rule. */
export function isElse(cursor: Cursor): boolean {
  return cursor.isKeyword("else") && !cursor.takeRefAsName();
}

/** The `else` of a rule and those behind it. `noteBody`: told of each body whether `if` stands before it. */
export function readElse(cursor: Cursor, head: Head, noteBody: (rule: Rule, hasIf: boolean) => void): Rule | undefined {
  const { loc, token } = cursor;
  cursor.advance();
  const assigned = cursor.isSymbol(":=");
  const hasValue = assigned || cursor.isSymbol("=");
  if (!hasValue && !cursor.isSymbol("{") && !cursor.isKeyword("if")) {
    return cursor.unexpected("expected else value term or rule body");
  }
  if (hasValue) cursor.advance();
  const value = hasValue ? readHeadTerm(cursor) : undefined;
  if (hasValue && value === undefined) return undefined;
  cursor.mark("head", token);
  const own = { ...head, args: head.args?.map((arg) => ownArgument(cursor, arg)), value, assigned, loc };
  const base = { kind: "rule", isDefault: false, head: own, loc } as const;
  const hasIf = cursor.takeKeyword("if");
  if (!hasIf && !cursor.isSymbol("{")) {
    cursor.mark("expression", token);
    return { ...base, body: [], orElse: undefined };
  }
  const body = readElseBody(cursor);
  if (body === undefined) return undefined;
  noteBody({ ...base, body, orElse: undefined }, hasIf);
  if (!cursor.isKeyword("else")) return { ...base, body, orElse: undefined };
  const orElse = cursor.nested(() => readElse(cursor, head, noteBody));
  return orElse === undefined ? undefined : { ...base, body, orElse };
}

/** A wildcard of the head is another variable in each branch. */
function ownArgument(cursor: Cursor, arg: Term): Term {
  return arg.kind === "var" && arg.name.startsWith("$") ? { ...arg, name: cursor.nextWildcard() } : arg;
}

function readElseBody(cursor: Cursor): Rule["body"] | undefined {
  if (cursor.isSymbol("{")) return readBraces(cursor);
  if (cursor.atEnd) return cursor.unexpected("rule body expected");
  const expr = cursor.expr();
  return expr === undefined ? undefined : [expr];
}
