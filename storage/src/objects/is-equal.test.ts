import { expect, it } from "vitest";
import { isEqual } from "./is-equal.ts";

it.each([
  [1, 1],
  ["a", "a"],
  [null, null],
  [{}, {}],
  [[], []],
  [
    { a: 1, b: [{ c: "d" }] },
    { b: [{ c: "d" }], a: 1 },
  ],
  [{ a: undefined, b: 1 }, { b: 1 }],
  [JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":1}}')],
])("takes %j and %j for the same", (a, b) => {
  expect([isEqual(a, b), isEqual(b, a)]).toEqual([true, true]);
});

it.each([
  [1, "1"],
  [0, false],
  [null, undefined],
  [null, {}],
  [{}, []],
  [[1, 2], [1]],
  [
    [1, 2],
    [2, 1],
  ],
  [{ a: 1 }, { a: 1, b: 1 }],
  [{ a: null }, {}],
  [{ a: { b: 1 } }, { a: { b: 2 } }],
  [JSON.parse('{"__proto__":{}}'), {}],
  [{ toString: 1 }, {}],
])("tells %j from %j", (a, b) => {
  expect([isEqual(a, b), isEqual(b, a)]).toEqual([false, false]);
});
