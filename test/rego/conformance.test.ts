import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseJson } from "@sortie/rego";
import { beforeAll, expect, it } from "vitest";
import { readExclusions } from "./conformance/exclusions.ts";
import { type ConformanceCase, runCase } from "./conformance/run-case.ts";
import { opaDirectory } from "./opa/driver.ts";

type Outcome = { name: string; problem: string | undefined };

const exclusions = readExclusions();
let outcomes: Outcome[];

beforeAll(async () => {
  const text = readFileSync(join(await opaDirectory(), "cases.json"), "utf8");
  const sets = parseJson(text) as Record<"v0" | "v1", ConformanceCase[]>;
  outcomes = (["v0", "v1"] as const).flatMap((version) => outcomesOf(version, sets[version]));
});

/** Cases of one name are told apart by their order. */
function outcomesOf(version: "v0" | "v1", cases: readonly ConformanceCase[]): Outcome[] {
  const seen = new Map<string, number>();
  return cases.map((test) => {
    const count = (seen.get(test.note) ?? 0) + 1;
    seen.set(test.note, count);
    const name = `${version}/${test.note}${count === 1 ? "" : ` #${count}`}`;
    return { name, problem: runCase(test, version) };
  });
}

it("passes every conformance case of OPA that is not excluded", () => {
  const failures = outcomes.filter(({ name, problem }) => problem !== undefined && !exclusions.has(name));
  expect(failures).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(4000);
});

it("excludes no case that passes or does not exist", () => {
  const failing = new Set(outcomes.filter(({ problem }) => problem !== undefined).map(({ name }) => name));
  expect([...exclusions.keys()].filter((name) => !failing.has(name))).toEqual([]);
});

it("excludes at most two of a hundred cases", () => {
  expect(exclusions.size / outcomes.length).toBeLessThanOrEqual(0.02);
});
