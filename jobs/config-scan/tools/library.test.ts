import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLibrary } from "../src/library/read-library.ts";
import { differencesOfCase, readRuleCases } from "./rule-case.ts";
import { ruleRunner } from "./rule-runner.ts";

const policies = join(import.meta.dirname, "..", "..", "..", "policies");
const library = readLibrary(policies);
const ask = ruleRunner(library);

describe.each([...library.rules.values()])("$name", (rule) => {
  const read = readRuleCases(policies, rule);
  if ("problems" in read) throw new Error(read.problems.map(({ file, message }) => `${file} ${message}`).join("\n"));

  it.each(read.cases)("$case", (one) => {
    expect(differencesOfCase(one, ask(rule, one))).toEqual([]);
  });

  if (rule.scope === "cluster" || rule.resourcesAggregator !== undefined) return;
  it("answers about each object alone, as it may be given its objects in any batches", () => {
    for (const one of read.cases) {
      const answers = one.objects.flatMap((object) => ask(rule, { ...one, objects: [object] }).answers);
      expect(differencesOfCase({ ...one, considers: undefined }, { answers, considered: undefined })).toEqual([]);
    }
  });
});
