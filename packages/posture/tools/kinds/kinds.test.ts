import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLibrary } from "../../src/library/read-library.ts";
import { entriesOfAnswers } from "../entries.ts";
import { readRuleCases } from "../rule-case.ts";
import { policyOf, ruleRunner } from "../rule-runner.ts";
import { asKind, asPod, entriesAsKind, type TemplatedKind, templatedKinds } from "./as-kind.ts";

const policies = join(import.meta.dirname, "..", "..", "..", "..", "policies");
const library = readLibrary(policies);
const ask = ruleRunner(library, policyOf(library));

/** Rules that say other things of a workload than of its pods. */
const otherwise = new Map([
  ["k8s-common-labels-usage", "the workload and its pods each have labels"],
  ["label-usage-for-resources", "the workload and its pods each have labels"],
  ["exposed-sensitive-interfaces-v1", "the answer is a bundle, and a pod has no selector"],
  ["rule-can-ssh-to-pod-v1", "the answer is a bundle, at the pods' labels"],
]);

/** Rules about Services, which select no CronJob's pods in the public library. */
const exposures = [
  "exposure-to-internet",
  "exposure-to-internet-via-gateway-api",
  "exposure-to-internet-via-istio-ingress",
];

const rules = [...library.rules.values()].filter(
  ({ name, match }) =>
    !otherwise.has(name) &&
    ["Pod", "Deployment", "CronJob"].every((kind) => match.some(({ resources }) => resources.includes(kind))),
);

it("covers the rules about workloads", () => {
  expect(rules.length).toBeGreaterThan(60);
});

describe.each(Object.keys(templatedKinds) as TemplatedKind[])("%s", (kind) => {
  const alike = rules.filter(({ name }) => kind !== "CronJob" || !exposures.includes(name));
  it.each(alike)("$name says of it what it says of its pod", (rule) => {
    const read = readRuleCases(policies, rule);
    if ("problems" in read) throw new Error(`${rule.name} has no cases`);
    for (const one of read.cases) {
      const pods = one.objects.map(asPod);
      const said = entriesOfAnswers(ask(rule, { ...one, objects: pods }).answers);
      const objects = pods.map((pod) => asKind(pod, kind));
      expect(entriesOfAnswers(ask(rule, { ...one, objects }).answers), one.case).toEqual(entriesAsKind(said, kind));
    }
  });
});
