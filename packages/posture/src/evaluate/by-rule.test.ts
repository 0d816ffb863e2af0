import { expect, it } from "vitest";
import { FewByRule } from "./by-rule.ts";

it("keeps the last value of each rule, in the order in which the rules came", () => {
  const found = new FewByRule<string[]>();
  expect([found.get(0), [...found]]).toEqual([undefined, []]);
  found.set(7, ["a"]);
  found.set(0, ["b"]);
  found.set(7, ["c"]);
  expect([found.get(0), found.get(7), found.get(1)]).toEqual([["b"], ["c"], undefined]);
  expect([...found]).toEqual([
    [7, ["c"]],
    [0, ["b"]],
  ]);
});

it("shares nothing with another one", () => {
  const [one, other] = [new FewByRule<number[]>(), new FewByRule<number[]>()];
  one.set(1, [1]);
  expect(other.get(1)).toBeUndefined();
});
