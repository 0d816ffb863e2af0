import type { RefTerm, Term, VarTerm } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { readTermsUntil } from "./parse-list.ts";

/**
 * The dots, brackets and calls behind a term: before the first, white space does not matter. Those behind what has no
 * parts are noted and read.
 */
export function readRef(cursor: Cursor, head: Term): Term | undefined {
  refuseConstant(cursor, head);
  let term: Term | undefined = withSuffix(cursor, head);
  while (term !== undefined && opensSuffix(cursor, term)) term = withSuffix(cursor, term);
  return term;
}

/** What is called is a name: a call cannot be called once more. */
function opensSuffix({ token }: Cursor, term: Term): boolean {
  if (token.kind !== "symbol" || token.spaced) return false;
  return token.text === "." || token.text === "[" || (token.text === "(" && term.kind !== "call");
}

function withSuffix(cursor: Cursor, term: Term): Term | undefined {
  if (cursor.isSymbol("(")) return readCall(cursor, calleeOf(term));
  const path = readPath(cursor);
  return path === undefined ? undefined : { kind: "ref", head: term, path, loc: term.loc };
}

function calleeOf(term: Term): VarTerm | RefTerm {
  return term.kind === "var" || term.kind === "ref" ? term : { kind: "ref", head: term, path: [], loc: term.loc };
}

/** One part or more. */
function readPath(cursor: Cursor): Term[] | undefined {
  const path: Term[] = [];
  do {
    const part = cursor.isSymbol(".") ? readDot(cursor) : readBracket(cursor);
    if (part === undefined) return undefined;
    path.push(part);
  } while ((cursor.isSymbol(".") || cursor.isSymbol("[")) && !cursor.token.spaced);
  return path;
}

/** A constant has no parts and cannot be called; nor has a ref in parentheses. */
function refuseConstant(cursor: Cursor, term: Term): void {
  const kind = constantKind(term);
  if (kind !== undefined) cursor.fail(`illegal ref (head cannot be ${kind})`, term.loc);
}

function constantKind(term: Term): string | undefined {
  if (term.kind === "ref") return "ref";
  if (term.kind === "template") return "templatestring";
  if (term.kind !== "scalar") return undefined;
  const { value } = term;
  if (value === null) return "null";
  return typeof value === "string" || typeof value === "boolean" ? typeof value : "number";
}

function readDot(cursor: Cursor): Term | undefined {
  cursor.advance();
  const { token } = cursor;
  if (token.spaced) cursor.stopAtSpace();
  if (token.spaced || token.kind !== "identifier") return cursor.unexpected("expected identifier");
  cursor.advance();
  return { kind: "scalar", value: token.text, loc: token.loc };
}

function readBracket(cursor: Cursor): Term | undefined {
  cursor.advance();
  const operand = cursor.term();
  if (operand === undefined) return undefined;
  return cursor.takeSymbol("]") ? operand : cursor.unexpected("expected [");
}

function readCall(cursor: Cursor, callee: VarTerm | RefTerm): Term | undefined {
  cursor.advance();
  const args = readTermsUntil(cursor, ")", []);
  if (args === undefined) return undefined;
  if (callee.kind === "var" && callee.name === "set" && args.length === 0) {
    return { kind: "set", items: [], loc: callee.loc };
  }
  return { kind: "call", callee, args, loc: callee.loc };
}
