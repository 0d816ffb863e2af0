import { expect, it } from "vitest";
import { Cursor, type Grammar } from "./cursor.ts";
import { futureKeywords } from "./keywords.ts";
import { tokenize } from "./lexer.ts";
import { grammar } from "./parse-module.ts";

/** How many terms and lines are begun, those read a second time as something else included. */
function readingsOf(source: string): number {
  let count = 0;
  const counting: Grammar = {
    term: (cursor, place) => grammar.term(counted(cursor), place),
    operand: (cursor) => grammar.operand(counted(cursor)),
    expr: (cursor) => grammar.expr(counted(cursor)),
    body: (cursor, closing) => grammar.body(counted(cursor), closing),
  };
  function counted(cursor: Cursor): Cursor {
    count += 1;
    return cursor;
  }
  const keywords = [...futureKeywords, "and", "or", "not"];
  new Cursor(tokenize("t.rego", source).tokens, { source, grammar: counting, version: 1, keywords }).expr();
  return count;
}

it.each([
  ["arrays", "[", "1", "]"],
  ["sets", "{", "1", "}"],
  ["objects", '{"a": ', "1", "}"],
  ["parentheses", "(", "1", ")"],
  ["comprehensions", "[x | ", "x", "]"],
  ["set comprehensions", "{x | ", "x", "}"],
  ["objects with sums for keys", "{1 + 1: ", "1", "}"],
  ["indexes", "a[", "1", "]"],
  ["calls", "f(", "1", ")"],
  ["template strings", '$"{', "1", '}"'],
  ["negations", "not {", "1", "}"],
  ["negations in groups", "not (", "1", ")"],
  ["operands in groups", "(", "x and y", ")"],
  ["operands with replacements in groups", "(", "x with input as 1", ")"],
  ["bodies of operands", "x and {", "y", "}"],
  ["groups of bodies", "({", "x", "})"],
  ["loops", "every x in y {", "1", "}"],
])("reads %s within each other, closed or not, in time that grows with their depth", (_what, open, inner, close) => {
  for (const closing of [close, ""]) {
    const nested = (depth: number): string => open.repeat(depth) + inner + closing.repeat(depth);
    expect(readingsOf(nested(80))).toBeLessThan(2.2 * readingsOf(nested(40)));
  }
});
