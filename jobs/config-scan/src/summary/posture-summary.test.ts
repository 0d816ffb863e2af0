import { emptyTally, figuresOf } from "@sortie/posture";
import { type ControlDefinition, PostureSummary } from "@sortie/wire";
import { expect, it } from "vitest";
import { isOfEverything, isOfWholeCluster, updatedSummary } from "./posture-summary.ts";

const everything = { isOfEverything: true, unavailable: 0 };
const some = { isOfEverything: false, unavailable: 0 };

it("has the numbers of the cluster, of frameworks and of controls", () => {
  const summary = updatedSummary(undefined, figures({ "C-0001": [3, 1] }), everything);
  expect(PostureSummary.parse(summary)).toEqual({
    cluster: {
      complianceScore: 75,
      coverageScore: 100,
      resources: { failed: 1, skipped: 0, passed: 3 },
      controls: { failed: 1, skipped: 0, passed: 0 },
    },
    frameworks: {
      NSA: {
        complianceScore: 75,
        resources: { failed: 1, skipped: 0, passed: 3 },
        controls: { failed: 1, skipped: 0, passed: 0 },
      },
    },
    controls: {
      "C-0001": {
        name: "C-0001 by name",
        severity: "High",
        link: "https://hub.armosec.io/docs/c-0001",
        complianceScore: 75,
        resources: { failed: 1, skipped: 0, passed: 3 },
      },
    },
  });
});

it("keeps what a scan of some controls does not say, and the cluster's numbers", () => {
  const all = updatedSummary(undefined, figures({ "C-0001": [3, 1], "C-0002": [1, 0] }), everything);
  const later = updatedSummary(all, figures({ "C-0001": [4, 0] }), some);
  expect(later.cluster).toEqual(all.cluster);
  expect(later.controls["C-0002"]).toEqual(all.controls["C-0002"]);
  expect(later.controls["C-0001"]?.complianceScore).toBe(100);
});

it("names the worst resources of the last scan of everything", () => {
  const resource = { apiVersion: "v1", kind: "Pod", namespace: "shop", name: "web", failed: 3, skipped: 1 };
  const all = updatedSummary(undefined, figures({ "C-0001": [3, 1] }), { ...everything, worst: [resource] });
  expect(PostureSummary.parse(all).resources).toEqual([resource]);
  expect(updatedSummary(all, figures({ "C-0001": [4, 0] }), { ...some, worst: [] }).resources).toEqual([resource]);
  expect(updatedSummary(all, figures({ "C-0001": [4, 0] }), { ...everything, worst: [] }).resources).toEqual([]);
});

it("forgets controls that a scan of everything does not know any more", () => {
  const all = updatedSummary(undefined, figures({ "C-0001": [3, 1], "C-0002": [1, 0] }), everything);
  expect(Object.keys(updatedSummary(all, figures({ "C-0001": [3, 1] }), everything).controls)).toEqual(["C-0001"]);
});

it("covers less where kinds could not be read, and never less than nothing", () => {
  const covered = (unavailable: number) =>
    updatedSummary(undefined, figures({ "C-0001": [1, 0] }), { isOfEverything: true, unavailable }).cluster
      ?.coverageScore;
  expect([covered(2), covered(50)]).toEqual([94, 0]);
});

it("is about scans of a whole cluster alone", () => {
  const lists = { includeNamespaces: [], excludedNamespaces: [], frameworks: [], controls: [] };
  const target = { type: "config" as const, ...lists };
  const object = { apiVersion: "v1", kind: "Pod", namespace: "shop", name: "web" };
  expect(isOfWholeCluster({ ...target, frameworks: ["nsa"] })).toBe(true);
  expect(isOfWholeCluster({ ...target, includeNamespaces: ["shop"] })).toBe(false);
  expect(isOfWholeCluster({ ...target, excludedNamespaces: ["shop"] })).toBe(false);
  expect(isOfWholeCluster({ ...target, object })).toBe(false);
  expect([isOfEverything(target), isOfEverything({ ...target, frameworks: ["nsa"] })]).toEqual([true, false]);
});

/** Resources that passed and failed, by control; one framework has them all. */
function figures(counts: Record<string, [passed: number, failed: number]>) {
  const frameworks = [{ name: "NSA", controls: Object.keys(counts) }];
  const tally = emptyTally(frameworks);
  for (const [id, [passed, failed]] of Object.entries(counts)) {
    const all = { passed, failed, skipped: 0 };
    tally.byControl.set(id, { ...all, accepted: 0, weights: { failed, all: passed + failed } });
    tally.resources = all;
    tally.byFramework.set("NSA", all);
  }
  const controls = Object.keys(counts).map((id) => ({ control: control(id), rules: [] }));
  return figuresOf(tally, controls, frameworks, {});
}

function control(id: string): ControlDefinition {
  const texts = { name: `${id} by name`, description: "why", remediation: "how", typeTags: [] };
  return { id, baseScore: 8, scanningScope: [], rules: [], references: [`https://docs.example/${id}`], ...texts };
}
