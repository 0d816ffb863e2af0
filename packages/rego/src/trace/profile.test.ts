import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import { Profile, type ProfileOrder } from "./profile.ts";

const source = `package p

first if {
	some x in input
	x > 1; x < 9
}

second if first
`;

/** By a clock that goes on by a nanosecond each time it is looked at. */
function profiled(orders: readonly ProfileOrder[] = []): (readonly [string, number, number, number, number])[] {
  let now = 0;
  const profile = new Profile(() => now++);
  const policy = compile([{ name: "p.rego", source }], { trace: true });
  policy.evaluate("data.p.second", { input: [1, 2], trace: profile.add });
  return profile
    .report(orders)
    .map(({ probe: { location, text }, timeNs, evaluations, repetitions, expressions }) => [
      location.file === "query" ? text : `${location.file}:${location.row}`,
      timeNs,
      evaluations,
      repetitions,
      expressions,
    ]);
}

it("counts by line how long its expressions took, how often they were evaluated and found again", () => {
  expect(profiled()).toEqual([
    ["p.rego:5", 3, 3, 0, 2],
    ["p.rego:4", 2, 1, 1, 1],
    ["p.rego:8", 1, 1, 0, 1],
    ["data.p.second", 1, 1, 0, 1],
  ]);
});

it("sorts by what it is asked for, in that order", () => {
  const lines = profiled(["num_eval", "line"]).map(([line]) => line);
  expect(lines).toEqual(["p.rego:5", "p.rego:8", "p.rego:4", "data.p.second"]);
});
