import { expect, it } from "vitest";
import { isPattern, pattern, patternInAnyCase } from "./pattern.ts";

const large = "a{1,1000}".repeat(10);

it("takes a pattern of many names, or with a count, and none that would be many times its own length", () => {
  const names = Array.from({ length: 3000 }, (_, i) => `name-${i}`);
  expect(pattern(names.join("|"))("name-1500")).toBe(true);
  expect(pattern("web-[a-z0-9]{1,10}-[a-z0-9]{5}")("web-7d4b9c6f5-x2k8p")).toBe(true);
  expect([isPattern("a{1,1000}"), isPattern(large), isPattern("a|".repeat(30_000))]).toEqual([true, false, false]);
  expect([pattern(large)("a".repeat(20)), patternInAnyCase(large)("a".repeat(20))]).toEqual([false, false]);
});
