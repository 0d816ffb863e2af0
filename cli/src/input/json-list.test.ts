import { expect, it } from "vitest";
import { jsonList } from "./json-list.ts";

const listOf = (text: string) => {
  const list = jsonList(Buffer.from(text));
  return list && { head: list.head, elements: list.elements.map(({ json, line }) => `${line} ${json.toString()}`) };
};

it("takes an array apart, with the line of each element", () => {
  expect(listOf('\n[ {"a": [1, "]"]},\n\n  "x\\"]", 3,[]\n]\n')).toEqual({
    head: [],
    elements: ['2 {"a": [1, "]"]}', '4 "x\\"]"', "4 3", "4 []"],
  });
});

it("takes the items of an object apart, and leaves the rest of it", () => {
  expect(listOf('{"kind": "List", "items": [\n{"a":\n{}},\n{}], "metadata": {"items": [1]}}')).toEqual({
    head: { kind: "List", items: [], metadata: { items: [1] } },
    elements: ['2 {"a":\n{}}', "4 {}"],
  });
});

it.each([
  ["[]", []],
  ['{"items":[]}', { items: [] }],
])("finds nothing in %s", (text, head) => {
  expect(listOf(text)).toEqual({ head, elements: [] });
});

it.each([
  "",
  "1",
  '"items"',
  "{}",
  '{"kind": "Pod"}',
  '{"items": {"a": []}}',
  '{"items": [1], "items": [2]}',
  '{"items": [1], "\\u0069tems": [2]}',
  "[1,]",
  "[1 2]",
  "[1",
  "[1}",
  "[,1]",
  "[1] 2",
  '{"items": [1]',
  '{"items" [1]}',
  "{items: [1]}",
  '["a',
])("takes %s for no list", (text) => {
  expect(listOf(text)).toBeUndefined();
});

it("leaves what is wrong in an element to who reads it, and refuses what is wrong around them", () => {
  expect(listOf("[{a}, 01]")?.elements).toEqual(["1 {a}", "1 01"]);
  expect(() => listOf('{"a": x, "items": [1]}')).toThrow(SyntaxError);
});
