import { join } from "node:path";
import { Choices } from "@sortie/rego/choices";
import { describe, expect, it } from "vitest";
import { readLibrary } from "../src/library/read-library.ts";
import { differencesOfCase, type RuleCase, readRuleCases } from "./rule-case.ts";
import { dataOf, inputOf, pathOf, policyOf, ruleRunner } from "./rule-runner.ts";

const policies = join(import.meta.dirname, "..", "..", "..", "policies");
const library = readLibrary(policies);
const policy = policyOf(library);
const ask = ruleRunner(library, policy);

describe.each([...library.rules.values()])("$name", (rule) => {
  const read = readRuleCases(policies, rule);
  if ("problems" in read) throw new Error(read.problems.map(({ file, message }) => `${file} ${message}`).join("\n"));

  it.each(read.cases)("$case", (one) => {
    expect(differencesOfCase(one, ask(rule, one))).toEqual([]);
  });

  it.each(["deny", "considered"])("says the same in %s whatever batches its input comes in", (set) => {
    const query = `${pathOf(rule)}.${set}`;
    const data = dataOf(library, Object.assign({}, ...read.cases) as RuleCase);
    const lists = read.cases.map(({ objects }) => objects);
    // What cases of a join have between them is not one cluster.
    for (const objects of policy.classify(query).class === "input" ? lists : [lists.flat()]) {
      const input = inputOf(rule, objects);
      const whole = texts(policy.evaluate(query, { input, data }));
      for (let seed = 0; seed < 4; seed++) {
        const stream = policy.stream(query, { data });
        const results = cut(input, new Choices(seed)).flatMap((batch) => stream.add(batch));
        expect(texts([...results, ...stream.finish()])).toEqual(whole);
      }
    }
  });
});

/** What a list says regardless of order and repetition. */
function texts(list: unknown): string[] {
  return [...new Set(((list ?? []) as unknown[]).map((one) => JSON.stringify(one)))].toSorted();
}

function cut<T>(all: T[], choices: Choices): T[][] {
  const batches: T[][] = [];
  for (let rest = all; rest.length > 0; ) {
    const size = 1 + choices.below(4);
    batches.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return batches;
}
