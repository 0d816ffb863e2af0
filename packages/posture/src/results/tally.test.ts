import type { ControlDefinition, PostureStatus } from "@sortie/wire";
import { expect, it } from "vitest";
import type { ResourcePosture } from "./posture.ts";
import { count, emptyTally, outcomeCounts, skippedControls } from "./tally.ts";

const c1 = control("C-0001");
const c2 = control("C-0002");

it("counts a resource once, by its worst verdict", () => {
  const tally = emptyTally();
  count(tally, posture([c1, "passed"], [c2, "failed"]));
  count(tally, posture([c1, "skipped"], [c2, "passed"]));
  count(tally, posture([c1, "passed"]));
  expect(outcomeCounts(tally)).toEqual({
    resources: 3,
    failed: 1,
    skipped: 1,
    passed: 1,
    failedControls: 1,
    accepted: 0,
  });
});

it("counts a resource for each framework by the worst verdict of its own controls", () => {
  const tally = emptyTally([
    { name: "both", controls: ["C-0001", "C-0002"] },
    { name: "first", controls: ["C-0001"] },
  ]);
  count(tally, posture([c1, "passed"], [c2, "failed"]));
  count(tally, posture([c2, "passed"]));
  expect(Object.fromEntries(tally.byFramework)).toEqual({
    both: { passed: 1, failed: 1, skipped: 0 },
    first: { passed: 1, failed: 0, skipped: 0 },
  });
});

it.each<[what: string, statuses: PostureStatus[], reasons: [number, string][], skipped: object]>([
  ["skipped all it judged", ["skipped"], [[0, "forbidden"]], { "C-0001": "forbidden" }],
  ["skipped some and passed others", ["passed", "skipped"], [[0, "forbidden"]], { "C-0001": "forbidden" }],
  ["failed for one all the same", ["failed", "skipped"], [[0, "forbidden"]], {}],
  ["judged nothing, for a reason", [], [[0, "forbidden"]], { "C-0001": "forbidden" }],
  ["judged nothing, because there was nothing", [], [], {}],
  ["passed although a kind was missing", ["passed"], [[0, "forbidden"]], {}],
])("a control that %s", (_what, statuses, reasons, skipped) => {
  const tally = emptyTally();
  for (const status of statuses) count(tally, posture([c1, status]));
  const judged = [{ control: c1, rules: [{ name: "r", index: 0, inputs: {} }] }];
  expect(skippedControls(tally, judged, new Map(reasons))).toEqual(skipped);
});

it("names what a control needs that no rule can give", () => {
  const tally = emptyTally();
  const manual = { control: { ...c1, actionRequired: "manual review" } as const, rules: [] };
  const unset = { control: { ...c2, actionRequired: "configuration" } as const, rules: [] };
  count(tally, posture([c2, "skipped"]));
  expect(skippedControls(tally, [manual, unset], new Map())).toEqual({
    "C-0001": "needs manual review",
    "C-0002": "needs configuration",
  });
});

function posture(...controls: [ControlDefinition, PostureStatus][]): ResourcePosture {
  const name = { group: "", version: "v1", kind: "Pod", namespace: "shop", name: "x" };
  return {
    verdicts: {
      resource: { ...name, id: "/v1/shop/Pod/x", related: [] },
      statuses: new Uint8Array(),
      paths: new Map(),
      relatedIds: new Map(),
      exceptions: [],
    },
    controls: controls.map(([control, status]) => ({
      control,
      rules: [],
      accepted: new Map(),
      verdict: { status, subStatus: "", info: "" },
    })),
  };
}

function control(id: string): ControlDefinition {
  const texts = { name: id, description: "why", remediation: "how", references: [], typeTags: [] };
  return { id, baseScore: 5, scanningScope: [], rules: [], ...texts };
}
