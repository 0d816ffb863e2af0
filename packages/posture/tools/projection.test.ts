import { join } from "node:path";
import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { projectionTo } from "../src/evaluate/projection.ts";
import { readLibrary } from "../src/library/read-library.ts";
import { entriesOfAnswers } from "./entries.ts";
import { manifestsOf } from "./mutants/manifests.ts";
import { readsOf } from "./precompile.ts";
import { type Asked, policyOf, ruleRunner } from "./rule-runner.ts";

const policies = join(import.meta.dirname, "..", "..", "..", "policies");
const library = readLibrary(policies);

it("rules that objects are kept for answer the same about objects that have nothing but what rules can name", () => {
  const policy = policyOf(library);
  const ask = ruleRunner(library, policy);
  const reads = readsOf(library, policy);
  let compared = 0;
  for (const { rule, objects, case: one } of manifestsOf(policies, library)) {
    const names = reads[rule.name];
    if (names === undefined) continue;
    const projected = (objects as KubeObject[]).map(projectionTo([new Set(names)]));
    expect(said(ask(rule, { ...one, objects: projected })), `${rule.name}: ${one.case}`).toEqual(
      said(ask(rule, { ...one, objects })),
    );
    compared += 1;
  }
  expect(compared).toBeGreaterThan(200);
}, 120_000);

function said({ answers, considered }: Asked) {
  const ids = entriesOfAnswers([{ objects: considered ?? [], paths: [], related: [] }]);
  return { answers: entriesOfAnswers(answers), considered: considered && [...ids.keys()] };
}
