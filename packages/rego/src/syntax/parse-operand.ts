import { parseNumber } from "../values/numbers.ts";
import type { Scalar, ScalarTerm, Term } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { isTooBig } from "./numbers.ts";
import { readArray } from "./parse-array.ts";
import { readBraced } from "./parse-object.ts";
import { readRef } from "./parse-ref.ts";
import { readTemplate } from "./parse-template.ts";
import { operatorCall } from "./parse-term.ts";

/** A term without infix operators. */
export function readOperand(cursor: Cursor): Term | undefined {
  return cursor.memoized(() => {
    const start = cursor.token;
    const negative = start.text === "-" && start.kind === "symbol" && isNameBehind(cursor);
    if (negative) cursor.advance();
    const term = finished(cursor, negative ? cursor.variable() : readPrimary(cursor));
    if (!negative || term === undefined) return term;
    return operatorCall("minus", start.loc, [{ kind: "scalar", value: 0, loc: start.loc }, term]);
  });
}

function isNameBehind(cursor: Cursor): boolean {
  const { kind, text } = cursor.following;
  return kind === "identifier" && (text === "contains" || !cursor.isReserved(text));
}

/** With the dots, brackets and calls that follow without white space. */
function finished(cursor: Cursor, term: Term | undefined): Term | undefined {
  if (term === undefined) return undefined;
  const { token } = cursor;
  const hasSuffix = token.kind === "symbol" && !token.spaced && suffixes.has(token.text);
  return hasSuffix ? readRef(cursor, term) : withRootAsRef(term);
}

const suffixes = new Set([".", "[", "("]);

/** `input` and `data` alone are refs. */
function withRootAsRef(term: Term): Term {
  const isRoot = term.kind === "var" && (term.name === "input" || term.name === "data");
  return isRoot ? { kind: "ref", head: term, path: [], loc: term.loc } : term;
}

function readPrimary(cursor: Cursor): Term | undefined {
  const { token } = cursor;
  switch (token.kind) {
    case "number":
      return readNumber(cursor);
    case "string":
      if (token.problem !== undefined) return cursor.fail(token.problem);
      cursor.advance();
      return { kind: "scalar", value: token.text, loc: token.loc };
    case "identifier":
      return readWord(cursor);
    case "symbol":
      return readSymbol(cursor);
    case "illegal":
    case "end":
      return cursor.unexpected();
    default:
      return readTemplate(cursor);
  }
}

function readSymbol(cursor: Cursor): Term | undefined {
  switch (cursor.token.text) {
    case "-":
    case ".":
      return readNumber(cursor);
    case "(":
      return readParentheses(cursor);
    case "[":
      return readArray(cursor);
    case "{":
      return readBraced(cursor);
    default:
      return cursor.unexpected();
  }
}

function readParentheses(cursor: Cursor): Term | undefined {
  cursor.advance();
  const term = cursor.term();
  if (term === undefined) return undefined;
  return cursor.takeSymbol(")") ? term : cursor.fail("non-terminated expression");
}

function readNumber(cursor: Cursor): ScalarTerm | undefined {
  const { loc } = cursor;
  const sign = cursor.takeSymbol("-") ? "-" : "";
  const point = cursor.takeSymbol(".") ? "." : "";
  const { kind, text } = cursor.token;
  if (kind !== "number") return cursor.unexpected("expected number");
  if (point === "" && /^0\d/.test(text)) return cursor.unexpected("expected number without leading zero");
  if (point !== "" && text.includes(".")) return cursor.unexpected("invalid float");
  if (isTooBig(text)) return cursor.fail("number too big");
  cursor.advance();
  return { kind: "scalar", value: parseNumber(`${sign}${point === "" ? "" : "0."}${text}`), loc };
}

const constants: Readonly<Record<string, Scalar>> = { null: null, true: true, false: false };

function readWord(cursor: Cursor): Term | undefined {
  const { text, loc } = cursor.token;
  if (cursor.isName) return cursor.variable();
  if (Object.hasOwn(constants, text)) {
    cursor.advance();
    return { kind: "scalar", value: constants[text] ?? null, loc };
  }
  return text === "contains" || isLogicalFunction(cursor) ? cursor.variable() : cursor.unexpected();
}

/** Where a term is expected, `and(` and `or(` call the functions of these names. */
function isLogicalFunction({ token, following }: Cursor): boolean {
  if (token.text !== "and" && token.text !== "or") return false;
  return following.kind === "symbol" && following.text === "(" && !following.spaced;
}
