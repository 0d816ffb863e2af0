import { expect, it } from "vitest";
import type { Value } from "../values/value.ts";
import { formatSimply } from "./simple-format.ts";

it.each<[format: string, args: Value[], text: string | undefined]>([
  ["%s[%d].x", ["a", 3], "a[3].x"],
  ["%v %v", ["a", ["b", 1]], 'a ["b", 1]'],
  ["plain", [], "plain"],
  ["%s", [3], undefined],
  ["%d", ["a"], undefined],
  ["%d", [1.5], undefined],
  ["%5d", [1], undefined],
  ["100%%", [], undefined],
  ["%s", [], undefined],
  ["100%", [], undefined],
])("formats %j with %j, or leaves it to the long way", (format, args, text) => {
  expect(formatSimply(format, args)).toBe(text);
  expect(formatSimply(format, args)).toBe(text);
});
