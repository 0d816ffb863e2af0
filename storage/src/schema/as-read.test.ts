import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import { randomNumbers } from "../testing/random.ts";
import { randomObject } from "../testing/random-object.ts";
import { isAsRead } from "./as-read.ts";
import { count, list, map, message, optional, pointer, raw, text } from "./message.ts";
import { readMessage } from "./read-message.ts";

const inner = message("Inner", "", { id: [1, text, ""] });
const outer = message("Outer", "", {
  name: [1, text, ""],
  size: [2, count, ""],
  labels: [3, optional(map(text)), ""],
  items: [4, list(inner), ""],
  about: [5, optional(pointer(inner)), ""],
  any: [6, optional(raw), ""],
  last: [7, inner, ""],
});
const whole = {
  name: "a",
  size: 1,
  labels: { b: "c" },
  items: [{ id: "d" }],
  about: { id: "" },
  any: null,
  last: { id: "e" },
};
const { labels: _labels, about: _about, any: _any, ...shortest } = whole;

it("knows what reading gives back as it is", () => {
  for (const value of [whole, shortest, { ...shortest, items: null }]) expect(isAsRead(outer, value)).toBe(true);
});

it.each([
  ["a field that is missing", { ...whole, name: undefined }],
  ["the last field that is missing", { name: "a", size: 1, items: null }],
  ["fields in another order", Object.fromEntries(Object.entries(whole).toReversed())],
  ["an unknown field", { ...whole, colour: "red" }],
  ["an unknown field inside", { ...whole, last: { id: "e", colour: "red" } }],
  ["another type", { ...whole, name: 5 }],
  ["another type inside of a list", { ...whole, items: [{ id: "d" }, { id: 5 }] }],
  ["another type inside of a map", { ...whole, labels: { b: 5 } }],
  ["a number that is too small", { ...whole, size: -1 }],
  ["null that is filled in", { ...whole, name: null }],
  ["null that is left out", { ...whole, labels: null }],
  ["a list in place of an object", { ...whole, last: [] }],
  ["a key that would change a prototype", { ...whole, labels: JSON.parse('{"__proto__":"a"}') as unknown }],
])("leaves to whoever reads field by field %s", (_, value) => {
  expect(isAsRead(outer, value)).toBe(false);
});

it("says of random objects of every kind what reading them twice shows", () => {
  const random = randomNumbers(7);
  for (const { message: table } of resultKinds) {
    if (!table) continue;
    for (let round = 0; round < 20; round += 1) {
      const { read } = readMessage(table, JSON.parse(JSON.stringify(randomObject(table, random))));
      expect(isAsRead(table, read)).toBe(true);
    }
  }
});
