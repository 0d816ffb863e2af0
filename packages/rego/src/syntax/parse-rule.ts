import { isDeclared } from "../type-check/builtin-types.ts";
import type { Body, Head, Rule, Term } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { deepestNesting, tooDeep } from "./nesting.ts";
import { readExpr } from "./parse-body.ts";
import { ParseError } from "./parse-error.ts";
import { readSuffixes, readTerm, readVar } from "./parse-term.ts";

/**
 * One statement that defines a rule, with the further bodies that may follow the first: each is a rule of its own. `isV1`:
 * `if` and `contains` must be written where they are meant.
 */
export function readRules(cursor: Cursor, isV1: boolean): Rule[] {
  const { loc, token: first } = cursor;
  const isDefault = cursor.takeKeyword("default");
  if (isDefault) cursor.mark("expression", first);
  const { token } = cursor;
  const head = readHead(cursor);
  cursor.mark("head", token, loc);
  if (isDefault) return [defaultRule(cursor, head, loc)];
  const hasIf = cursor.takeKeyword("if");
  if (!hasIf) checkWords(cursor, head, isV1);
  const shaped = hasIf ? head : withoutIf(head);
  if (!hasIf && !cursor.isSymbol("{")) {
    if (shaped.contains !== undefined) cursor.mark("expression", first, loc, first.end);
    return [{ kind: "rule", isDefault, head: shaped, body: [], orElse: undefined, loc }];
  }
  const body = hasIf ? readIfBody(cursor) : readBraces(cursor);
  const orElse = readElse(cursor, shaped, isV1);
  const rules: Rule[] = [{ kind: "rule", isDefault, head: shaped, body, orElse, loc }];
  while (cursor.isSymbol("{")) {
    if (orElse !== undefined) throw new ParseError("expected else keyword", cursor.loc);
    const at = cursor.loc;
    rules.push({
      kind: "rule",
      isDefault,
      head: { ...shaped, loc: at },
      body: readBraces(cursor),
      orElse: undefined,
      loc: at,
    });
  }
  return rules;
}

/** A head without `if`: alone it says nothing, and before a body the keyword is missing. */
function checkWords(cursor: Cursor, { name, path, args, value, contains, loc }: Head, isV1: boolean): void {
  if (cursor.isSymbol("{")) {
    if (isV1)
      throw new ParseError(`\`if\` keyword is required before ${args === undefined ? "rule" : "function"} body`, loc);
    return;
  }
  if (value !== undefined || contains !== undefined) return;
  if (args !== undefined) {
    if (isDeclared(dottedName(name, path))) throw new ParseError("rule name conflicts with built-in function", loc);
    return;
  }
  if (path.length === 0) throw new ParseError("var cannot be used for rule name", loc);
  if (!isV1) return;
  const isSet = path.length === 1;
  throw new ParseError(
    isSet
      ? "`contains` keyword is required for partial set rules"
      : "rule must have value assignment and/or body declaration",
    loc,
  );
}

function dottedName({ name }: Head["name"], path: readonly Term[]): string {
  return [name, ...path.map((part) => (part.kind === "scalar" ? String(part.value) : ""))].join(".");
}

/** In a head without `if`, `p[x]` is the set `p contains x`, as it was before there was a keyword for it. */
function withoutIf(head: Head): Head {
  const [key, ...rest] = head.path;
  if (key === undefined || rest.length > 0 || head.value !== undefined || head.args !== undefined) return head;
  if (head.contains !== undefined) return head;
  return { ...head, path: [], contains: key };
}

function defaultRule(cursor: Cursor, head: Head, loc: Rule["loc"]): Rule {
  if (head.value === undefined) throw new ParseError("default rules must have a value", loc);
  if (cursor.isKeyword("if") || cursor.isSymbol("{"))
    throw new ParseError("default rules cannot have a body", cursor.loc);
  return { kind: "rule", isDefault: true, head, body: [], orElse: undefined, loc };
}

function readHead(cursor: Cursor): Head {
  const { loc, token } = cursor;
  if (token.kind !== "identifier") throw cursor.unexpected("expected rule head name");
  if (cursor.isReserved(token.text) && !cursor.opensRef) {
    throw cursor.unexpected(`expected rule head name`);
  }
  const { name, path, args } = headParts(cursor, readSuffixes(cursor, readVar(cursor)));
  if (path.length > deepestNesting) throw tooDeep(loc);
  const base = { kind: "head", name, path, args, loc } as const;
  if (cursor.takeKeyword("contains")) {
    if (args !== undefined)
      throw cursor.unexpected("the contains keyword can only be used with multi-value rule definitions");
    return { ...base, contains: readHeadTerm(cursor), value: undefined, assigned: false };
  }
  const assigned = cursor.isSymbol(":=");
  const value = cursor.takeSymbol(":=") || cursor.takeSymbol("=") ? readHeadTerm(cursor) : undefined;
  return { ...base, contains: undefined, value, assigned };
}

function readHeadTerm(cursor: Cursor): Term {
  const { token } = cursor;
  const term = readTerm(cursor);
  cursor.mark("value", token);
  return term;
}

function headParts(cursor: Cursor, term: Term): Pick<Head, "name" | "path" | "args"> {
  if (term.kind === "var") return { name: term, path: [], args: undefined };
  if (term.kind === "ref" && term.head.kind === "var") return { name: term.head, path: term.path, args: undefined };
  if (term.kind === "call" && term.callee.kind !== "builtin") {
    // Without arguments `f()` is the rule `f`.
    return { ...headParts(cursor, term.callee), args: term.args.length === 0 ? undefined : term.args };
  }
  throw cursor.unexpected("expected rule head name", term.loc);
}

/** After `if`: one expression, or a body in braces. A set literal is never false, so its braces are a body's. */
function readIfBody(cursor: Cursor): Body {
  if (!cursor.isSymbol("{")) return [readExpr(cursor)];
  const single = cursor.attempt(() => {
    const expr = readExpr(cursor);
    if (expr.kind === "term" && expr.term.kind === "set") throw new ParseError("set literal", expr.loc);
    return expr;
  });
  return single === undefined ? readBraces(cursor) : [single];
}

function readBraces(cursor: Cursor): Body {
  cursor.expectSymbol("{");
  const body = cursor.readBody(cursor, "}");
  cursor.expectSymbol("}");
  return body;
}

function readElse(cursor: Cursor, head: Head, isV1: boolean): Rule | undefined {
  const { loc, token } = cursor;
  if (!cursor.isKeyword("else")) return undefined;
  if (head.contains !== undefined) throw new ParseError("else keyword cannot be used on multi-value rules", loc);
  if (head.path.some(({ kind }) => kind !== "scalar")) {
    throw new ParseError("else keyword cannot be used on rules with variables in head", loc);
  }
  cursor.advance();
  const assigned = cursor.isSymbol(":=");
  const value = cursor.takeSymbol(":=") || cursor.takeSymbol("=") ? readHeadTerm(cursor) : undefined;
  cursor.mark("head", token);
  const hasIf = cursor.takeKeyword("if");
  if (!hasIf && value === undefined && !cursor.isSymbol("{")) {
    throw cursor.unexpected("expected else value term or rule body");
  }
  if (!hasIf && isV1 && cursor.isSymbol("{")) throw new ParseError("`if` keyword is required before rule body", loc);
  if (!hasIf && !cursor.isSymbol("{")) cursor.mark("expression", token);
  const body = cursor.isSymbol("{") ? readBraces(cursor) : hasIf ? [readExpr(cursor)] : [];
  const orElse = body.length > 0 ? cursor.nested(() => readElse(cursor, head, isV1)) : undefined;
  return { kind: "rule", isDefault: false, head: { ...head, value, assigned, loc }, body, orElse, loc };
}
