import { expect, it } from "vitest";
import { mayRepeatFields, repeatedFields } from "./repeated-fields.ts";

const found = (text: string) => repeatedFields(text, JSON.parse(text));

it.each([
  ['{"a":1,"b":{"a":2},"c":[{"a":1},{"a":2}]}', []],
  ['{ "a" : "x\\":y" , "b\\\\" : ":" }', []],
  ['{"time":"10:00:00","url":"http://a:80"}', []],
  ['{"a":1,"a":2}', ["a"]],
  ['{"a":{"b":1,"b":2},"c":[0,{"d":1,"d":2,"d":3}]}', ["a.b", "c[1].d", "c[1].d"]],
  ['{"a":{"b":1},"a":{"c":1,"c":2}}', ["a", "a.c"]],
  ['{"\\u0061":1,"a":2}', ["a"]],
  ['{"__proto__":1,"__proto__":2}', ["__proto__"]],
  ["[1,[2,[3]]]", []],
  ['"text: with \\" a colon"', []],
])("finds the fields that %s has twice", (text, paths) => {
  expect(found(text)).toEqual(paths);
});

it("finds as many as anybody reads", () => {
  const text = `{${Array.from({ length: 500 }, () => '"a":1').join(",")}}`;
  expect(found(text)).toHaveLength(20);
});

it.each([
  ['{"a":1,"b":{"a":1}}', false],
  ['[{"a":1},{"a":2}]', false],
  ['{"a":"a","b":["a"]}', false],
  [String.raw`{"a":"\\","b":"\"b\":"}`, false],
  ['{"a":1,"b":{},"a":1}', true],
  ['{"a":[{"b":1,"b":1}]}', true],
  ['{"a":{}},"a":1,"a":1', false],
  [JSON.stringify(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}`, 0]))), true],
])("knows without parsing whether %s may repeat a field", (text, expected) => {
  expect(mayRepeatFields(text, 0)).toBe(expected);
});
