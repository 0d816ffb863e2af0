import { parseNumber } from "../values/numbers.ts";
import type { CallTerm, RefTerm, Scalar, SetComprehension, Term, VarTerm, With } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { readCollection } from "./parse-collection.ts";
import { ParseError } from "./parse-error.ts";

/** Infix operators by rising precedence; operators of one level associate to the left. */
const levels: readonly Readonly<Record<string, string>>[] = [
  { "==": "equal", "!=": "neq", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte" },
  { "|": "or" },
  { "&": "and" },
  { "+": "plus", "-": "minus" },
  { "*": "mul", "/": "div", "%": "rem" },
];

/** A term with infix operators. `k, v in xs` is read only where a comma cannot separate list items. */
export function readTerm(cursor: Cursor, place: "alone" | "in-list" = "alone"): Term {
  return cursor.nested(() => {
    let left = readLevel(cursor, 0);
    if (place === "alone" && cursor.isSymbol(","))
      left = cursor.attempt(() => readKeyedMembership(cursor, left)) ?? left;
    while (cursor.isKeyword("in")) {
      const { loc } = cursor.advance();
      left = operatorCall("internal.member_2", loc, [left, readLevel(cursor, 0)]);
    }
    return left;
  });
}

function readKeyedMembership(cursor: Cursor, key: Term): Term {
  cursor.expectSymbol(",");
  const value = readLevel(cursor, 0);
  const { loc } = cursor;
  if (!cursor.takeKeyword("in")) throw cursor.unexpected("expected in");
  return operatorCall("internal.member_3", loc, [key, value, readLevel(cursor, 0)]);
}

function readLevel(cursor: Cursor, level: number): Term {
  const operators = levels[level];
  if (operators === undefined) return readOperand(cursor);
  let left = readLevel(cursor, level + 1);
  for (;;) {
    const { token } = cursor;
    const name = token.kind === "symbol" && Object.hasOwn(operators, token.text) ? operators[token.text] : undefined;
    if (name === undefined) return left;
    cursor.advance();
    left = operatorCall(name, token.loc, [left, readLevel(cursor, level + 1)]);
  }
}

/** Errors about a call point at its first operand, as OPA's do. */
function operatorCall(name: string, loc: Term["loc"], args: readonly [Term, ...Term[]]): CallTerm {
  return { kind: "call", loc: args[0].loc, callee: { kind: "builtin", name, loc }, args };
}

/** A term without infix operators. */
export function readOperand(cursor: Cursor): Term {
  return cursor.memoized(() => readSuffixes(cursor, readPrimary(cursor)));
}

function readPrimary(cursor: Cursor): Term {
  const { token } = cursor;
  switch (token.kind) {
    case "number":
      return readNumber(cursor, "");
    case "string":
      cursor.advance();
      return { kind: "scalar", value: token.text, loc: token.loc };
    case "template":
      return readTemplate(cursor);
    case "identifier":
      return readName(cursor);
    case "symbol":
      return readSymbol(cursor);
    default:
      throw cursor.unexpected();
  }
}

function readSymbol(cursor: Cursor): Term {
  const { token } = cursor;
  if (token.text === "-") return readNegative(cursor);
  if (token.text === ".") return readNumber(cursor, "");
  if (token.text === "(") {
    cursor.advance();
    const term = readTerm(cursor);
    if (!cursor.takeSymbol(")")) throw new ParseError("non-terminated expression", cursor.loc);
    return term;
  }
  if (token.text === "[" || token.text === "{") return readCollection(cursor, { readTerm, readOperand });
  throw cursor.unexpected();
}

function readNegative(cursor: Cursor): Term {
  const { loc } = cursor.advance();
  if (cursor.token.kind !== "identifier") return readNumber(cursor, "-", loc);
  const operand = readSuffixes(cursor, readName(cursor));
  const minus = operatorCall("minus", loc, [{ kind: "scalar", value: 0, loc }, operand]);
  return minus;
}

function readNumber(cursor: Cursor, sign: string, loc = cursor.loc): Term {
  const point = cursor.takeSymbol(".") ? "0." : "";
  const { token } = cursor;
  if (token.kind !== "number") throw cursor.unexpected("expected number");
  if (/e[+-]?\d{4,}/i.test(token.text)) throw new ParseError("number too big", token.loc);
  cursor.advance();
  return { kind: "scalar", value: parseNumber(sign + point + token.text), loc };
}

const constants: Readonly<Record<string, Scalar>> = { null: null, true: true, false: false };

function readName(cursor: Cursor): Term {
  const { text: name, loc } = cursor.token;
  const { opensRef } = cursor;
  if (Object.hasOwn(constants, name) && !opensRef) {
    cursor.advance();
    return { kind: "scalar", value: constants[name] ?? null, loc };
  }
  const isFunction = name === "contains" || ((name === "and" || name === "or") && cursor.following.text === "(");
  if (cursor.isReserved(name) && !isFunction && !opensRef) throw cursor.unexpected("expected term");
  return readVar(cursor);
}

export function readVar(cursor: Cursor): VarTerm {
  const { text, loc } = cursor.advance();
  return { kind: "var", name: text === "_" ? cursor.nextWildcard() : text, loc };
}

const suffixes = new Set([".", "[", "("]);

/** Calls, dots and brackets that follow a term without white space. */
export function readSuffixes(cursor: Cursor, head: Term): Term {
  let term = head;
  while (cursor.token.kind === "symbol" && !cursor.token.spaced) {
    if (suffixes.has(cursor.token.text)) refuseConstant(term);
    if (cursor.isSymbol(".") || cursor.isSymbol("[")) term = extended(term, readOperands(cursor));
    else if (cursor.isSymbol("(") && (term.kind === "var" || term.kind === "ref")) term = readCall(cursor, term);
    else break;
  }
  return term.kind === "var" && (term.name === "input" || term.name === "data")
    ? { kind: "ref", head: term, path: [], loc: term.loc }
    : term;
}

/** A constant has no parts and cannot be called. */
function refuseConstant(term: Term): void {
  const kind = constantKind(term);
  if (kind !== undefined) throw new ParseError(`illegal ref (head cannot be ${kind})`, term.loc, true);
}

/** What OPA calls a constant; undefined for other terms. */
function constantKind(term: Term): string | undefined {
  if (term.kind === "template") return "templatestring";
  if (term.kind !== "scalar") return undefined;
  const { value } = term;
  if (value === null) return "null";
  return typeof value === "string" || typeof value === "boolean" ? typeof value : "number";
}

function extended(term: Term, operands: readonly Term[]): RefTerm {
  if (term.kind === "ref") return { ...term, path: [...term.path, ...operands] };
  return { kind: "ref", head: term, path: operands, loc: term.loc };
}

function readOperands(cursor: Cursor): Term[] {
  const operands: Term[] = [];
  while (!cursor.token.spaced) {
    if (cursor.isSymbol(".")) operands.push(readDot(cursor));
    else if (cursor.isSymbol("[")) operands.push(readBracket(cursor));
    else break;
  }
  return operands;
}

function readDot(cursor: Cursor): Term {
  cursor.advance();
  const { token } = cursor;
  if (token.kind !== "identifier" || token.spaced) throw cursor.unexpected("expected identifier");
  cursor.advance();
  return { kind: "scalar", value: token.text, loc: token.loc };
}

function readBracket(cursor: Cursor): Term {
  cursor.advance();
  const operand = readTerm(cursor);
  cursor.expectSymbol("]");
  return operand;
}

function readCall(cursor: Cursor, callee: VarTerm | RefTerm): Term {
  cursor.advance();
  const args: Term[] = [];
  while (!cursor.isSymbol(")")) {
    args.push(readTerm(cursor, "in-list"));
    if (!cursor.takeSymbol(",")) break;
  }
  cursor.expectSymbol(")", 'expected "," or ")"');
  if (callee.kind === "var" && callee.name === "set" && args.length === 0)
    return { kind: "set", items: [], loc: callee.loc };
  return { kind: "call", callee, args, loc: callee.loc };
}

function readTemplate(cursor: Cursor): Term {
  const { loc, parts = [] } = cursor.advance();
  if (!cursor.hasTemplates) {
    throw new ParseError("template strings are not supported by current capabilities", loc, true);
  }
  return {
    kind: "template",
    loc,
    parts: parts.map((part) => (typeof part === "string" ? part : readTemplatePart(cursor.over(part)))),
  };
}

/** `{term with …}` is the set of the term's values. */
function readTemplatePart(cursor: Cursor): SetComprehension {
  const { loc } = cursor;
  if (cursor.atEnd) throw new ParseError("invalid template-string expression, expected expression", loc);
  const right = readTerm(cursor);
  const withs = readWiths(cursor);
  if (!cursor.atEnd) throw cursor.unexpected("expected }");
  const left: VarTerm = { kind: "var", name: cursor.nextWildcard(), loc };
  return {
    kind: "set-comprehension",
    head: left,
    body: [{ kind: "unify", left, right, withs, negated: false, loc }],
    loc,
  };
}

export function readWiths(cursor: Cursor): With[] {
  const withs: With[] = [];
  while (cursor.isKeyword("with")) {
    const { loc } = cursor.advance();
    if (cursor.token.kind !== "identifier") throw cursor.unexpected("expected ident");
    const target = readOperand(cursor);
    if (target.kind !== "ref" && target.kind !== "var") throw cursor.unexpected("expected with target path");
    if (!cursor.takeKeyword("as")) throw cursor.unexpected("expected as keyword");
    withs.push({ kind: "with", target, value: readTerm(cursor), loc });
  }
  return withs;
}
