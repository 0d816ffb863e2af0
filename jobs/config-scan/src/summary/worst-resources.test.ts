import { judgedControls } from "@sortie/posture";
import { createVerdictTable, recordAnswers } from "@sortie/posture/testing";
import type { ControlDefinition } from "@sortie/wire";
import { expect, it } from "vitest";
import { worstResources } from "./worst-resources.ts";

it("names the resources that fail most controls, the worst first, and none that fails nothing", () => {
  const failing = { a: ["C-0001"], b: ["C-0001", "C-0002"], c: [], d: ["C-0002"] };
  expect(worst(failing)).toEqual([pod("b", 2), pod("a", 1), pod("d", 1)]);
});

it("names no more of them than it is told to, however many there are", () => {
  const failing = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`p${n}`, n === 17 ? both : ["C-0001"]]));
  expect(worst(failing, 2)).toEqual([pod("p17", 2), pod("p0", 1)]);
});

const both = ["C-0001", "C-0002"];

function pod(name: string, failed: number) {
  return { apiVersion: "v1", kind: "Pod", namespace: "shop", name, failed, skipped: 0 };
}

/** The controls that pods fail, by the pods' names. */
function worst(failing: Record<string, string[]>, most?: number) {
  const objects = Object.keys(failing).map((name) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace: "shop", name },
  }));
  const table = createVerdictTable(both.length);
  for (const [rule, id] of both.entries()) {
    const failed = objects.filter(({ metadata: { name } }) => failing[name]?.includes(id));
    recordAnswers(table, rule, objects, failed.length === 0 ? [] : [{ objects: failed, paths: [], related: [] }]);
  }
  const rules = both.map((name) => ({ name, match: [], dynamicMatch: [], controlInputs: [] }));
  return worstResources({ table, reasons: new Map() }, judgedControls(both.map(control), rules, {}), most);
}

function control(id: string): ControlDefinition {
  const texts = { name: id, description: "why", remediation: "how", references: [], typeTags: [] };
  return { id, baseScore: 5, scanningScope: [], rules: [id], ...texts };
}
