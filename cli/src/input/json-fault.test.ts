import { expect, it } from "vitest";
import { jsonFault } from "./json-fault.ts";

it.each<[text: string, offset: number, expected: string]>([
  ["", 0, "a value"],
  ['{"a": }', 6, "a value"],
  ['{"a": 1,}', 8, "a key in double quotes"],
  ["{a: 1}", 1, "a key in double quotes or }"],
  ["[,1]", 1, "a value or ]"],
  ['{"a" 1}', 5, "a colon after the key"],
  ['{"a": 1 "b": 2}', 8, "a comma or }"],
  ["[1, 2", 5, "a comma or ]"],
  ["[1,]", 3, "a value"],
  ["[01]", 2, "a comma or ]"],
  ['{"a": "b\n"}', 6, "a string that ends"],
  ['{"a\n": 1}', 1, "a string that ends"],
  ["{} {}", 3, "the end after one value"],
  ["[{}, []]]", 8, "the end after one value"],
])("finds the fault in %s", (text, offset, expected) => {
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(jsonFault(text)).toEqual({ offset, expected });
});
