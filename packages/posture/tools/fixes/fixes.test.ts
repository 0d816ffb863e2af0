import { join } from "node:path";
import { expect, it } from "vitest";
import type { Answer } from "../../src/evaluate/answer.ts";
import { scannedResource } from "../../src/identity/scanned-resource.ts";
import type { Rule } from "../../src/library/library.ts";
import { readLibrary } from "../../src/library/read-library.ts";
import { type RuleCase, readRuleCases } from "../rule-case.ts";
import { policyOf, ruleRunner } from "../rule-runner.ts";
import { fixedObject } from "./fixed-object.ts";

const policies = join(import.meta.dirname, "..", "..", "..", "..", "policies");
const library = readLibrary(policies);
const ask = ruleRunner(library, policyOf(library));

/** Rules that find fault with what they propose, as the public library's do. */
const otherwise = new Map([
  ["psp-deny-root-container", "deletes what it then misses"],
  ["ensure-that-the-API-Server-only-makes-use-of-Strong-Cryptographic-Ciphers-cis1-10", "proposes the weak suites"],
  [
    "ensure-that-the-api-server-audit-log-maxbackup-argument-is-set-to-10-or-as-appropriate",
    "finds fault with any value",
  ],
  [
    "ensure-that-the-api-server-audit-log-maxsize-argument-is-set-to-100-or-as-appropriate",
    "finds fault with any value",
  ],
  [
    "ensure-that-the-controller-manager-terminated-pod-gc-threshold-argument-is-set-as-appropriate",
    "finds fault with any value",
  ],
  ["k8s-common-labels-usage", "an empty list of labels is never satisfied"],
  ["label-usage-for-resources", "an empty list of labels is never satisfied"],
]);

const tried = [...library.rules.values()]
  .filter(({ name }) => !otherwise.has(name))
  .flatMap((rule) => fixesOf(rule).map((fix) => ({ name: rule.name, ...fix })));

it("finds fixes to try", () => {
  expect(tried.length).toBeGreaterThan(100);
});

it.each(tried)("$name lets pass what was fixed as it said: $id in $case", ({ fails }) => {
  expect(fails()).toBe(false);
});

type Fix = { id: string; case: string; fails: () => boolean };

function fixesOf(rule: Rule): Fix[] {
  const read = readRuleCases(policies, rule);
  return "cases" in read ? read.cases.flatMap((one) => fixesOfCase(rule, one)) : [];
}

function fixesOfCase(rule: Rule, one: RuleCase): Fix[] {
  const { answers } = ask(rule, one);
  return one.objects.flatMap((object, i) => {
    const id = scannedResource(object)?.id;
    const fixed = fixedObject(
      object,
      answers.filter(about(id)).flatMap(({ paths }) => paths),
    );
    if (id === undefined || fixed === undefined) return [];
    const objects = one.objects.with(i, fixed);
    return [{ id, case: one.case, fails: () => ask(rule, { ...one, objects }).answers.some(about(id)) }];
  });
}

function about(id: string | undefined): (answer: Answer) => boolean {
  return ({ objects }) => objects.some((object) => scannedResource(object)?.id === id);
}
