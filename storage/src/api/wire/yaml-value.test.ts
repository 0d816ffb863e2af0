import { expect, it } from "vitest";
import { parseText } from "./parse-text.ts";

const read = (text: string) => parseText(text, true, {});

it.each([
  ["words for true", "[y, Y, yes, Yes, YES, true, True, on, ON]", Array(9).fill(true)],
  ["words for false", "[n, N, no, No, NO, false, FALSE, off, Off]", Array(9).fill(false)],
  ["words for nothing", "[~, null, Null, NULL, ]", Array(4).fill(null)],
  ["numbers to the base of 8", "[010, 0o17, 0, 00, -010, 0_10]", [8, 15, 0, 0, -8, 8]],
  ["numbers that look so", "[08, 0o8, 019.5]", [8, "0o8", 19.5]],
  ["other whole numbers", "[0x1F, 0b101, +7, -7, 1_000]", [31, 5, 7, -7, 1000]],
  ["fractions", "[.5, -.5, 1., 1e3, 1.5E-1, 1_0.5]", [0.5, -0.5, 1, 1000, 0.15, 10.5]],
  ["texts", "['yes', \"010\", yEs, 1:30, 2026-01-01, _1, 0x, .e1]", "yes 010 yEs 1:30 2026-01-01 _1 0x .e1".split(" ")],
  ["what has a tag", "[!!str 010, !!int '010', !!bool 'on']", ["010", 8, true]],
  ["names", "{on: 1, 010: 2, 1.5: 3}", { true: 1, 8: 2, 1.5: 3 }],
])("reads %s as YAML 1.1", (_what, text, value) => {
  expect(read(text)).toEqual(value);
});

it.each([
  ["the last anchor before it", "[&a 1, *a, &a 2, *a]", [1, 1, 2, 2]],
  ["maps and lists", "{a: &a {b: &b [1]}, c: *a, d: *b}", { a: { b: [1] }, c: { b: [1] }, d: [1] }],
  ["a name", "{&a x: 1, z: *a}", { x: 1, z: "x" }],
  ["a map to merge", "{a: &a {x: 1, z: 1}, b: {x: 0, <<: *a, z: 2}}", { a: { x: 1, z: 1 }, b: { x: 1, z: 2 } }],
  ["maps to merge", "{<<: [{x: 1}, {x: 2, z: 2}]}", { x: 1, z: 2 }],
])("follows an alias of %s", (_what, text, value) => {
  expect(read(text)).toEqual(value);
});

it("takes names that JavaScript gives a meaning as any other", () => {
  const value = read("{__proto__: {a: 1}, constructor: 2}");
  expect(Object.entries(value as object)).toEqual([
    ["__proto__", { a: 1 }],
    ["constructor", 2],
  ]);
});

const tenfold = (times: number) =>
  `a0: &a0 ${"x".repeat(10)}\n${Array.from({ length: times }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`).join()}]\n`).join("")}`;

it.each([
  ["an alias of nothing", "[*a]", "unknown anchor 'a' referenced"],
  ["an alias of what comes later", "[*a, &a 1]", "unknown anchor 'a' referenced"],
  ["an alias of what it is in", "&a [*a]", "anchor 'a' value contains itself"],
  ["more than anybody can keep", tenfold(5), "document contains excessive aliasing"],
  ["what JSON has no number for", "[.nan]", "unsupported value: .nan"],
  ["what is endless", "[-.inf]", "unsupported value: -.inf"],
  ["a name that is a list", "{[a]: b}", "unsupported map key: it is no text, number or boolean"],
  ["a name that is nothing", "{~: b}", "unsupported map key: it is no text, number or boolean"],
  ["a merge of no map", "{<<: 1}", "map merge requires map or sequence of maps as the value"],
])("refuses %s", (_what, text, why) => {
  expect(() => read(text)).toThrow(`the body of the request cannot be read: ${why}`);
});

it("copies up to a limit", () => {
  expect(read(tenfold(3))).toMatchObject({ a1: Array(10).fill("x".repeat(10)) });
});
