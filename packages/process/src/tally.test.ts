import { expect, it } from "vitest";
import { createTally } from "./tally.ts";

it("counts by name what is held", () => {
  const tally = createTally();
  expect([tally.add("a"), tally.add("a"), tally.add("b")]).toEqual([1, 2, 1]);
  tally.remove("a");
  tally.remove("b");
  expect([tally.of("a"), tally.of("b"), tally.of("c"), tally.all()]).toEqual([1, 0, 0, 1]);
});

it("does not owe what was never held", () => {
  const tally = createTally();
  tally.remove("a");
  expect([tally.of("a"), tally.add("a"), tally.all()]).toEqual([0, 1, 1]);
});
