import type { ControlDefinition } from "@sortie/wire";
import { expect, it } from "vitest";
import { recordAll, recordAnswers } from "../evaluate/record-answers.ts";
import { ruleStatus } from "../evaluate/resource-verdicts.ts";
import { createVerdictTable } from "../evaluate/verdict-table.ts";
import type { Exception } from "../exceptions/exception.ts";
import { type JudgedControl, postures } from "./posture.ts";
import { scannedControls } from "./scanned-control.ts";

const noPath = { failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "" };
const pod = (name: string) => ({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "shop" } });
const definition: ControlDefinition = {
  id: "C-0001",
  name: "No bad pods",
  baseScore: 8,
  category: "Workload",
  typeTags: [],
  scanningScope: [],
  description: "",
  remediation: "",
  references: [],
  rules: ["one", "two"],
};
const control: JudgedControl = {
  control: definition,
  rules: [
    { name: "one", index: 0, inputs: { forbidden: ["bad"] } },
    { name: "two", index: 1, inputs: {} },
  ],
};

type Fails = { object: object; at?: string; because?: object };

/** What is said of pods that the first rule fails at a place, or because of another object. */
function saidOf(fails: Fails[], others: object[] = [], exceptionsOf: () => Exception[] = () => []) {
  const table = createVerdictTable(2, exceptionsOf);
  for (const { object, at, because } of fails) {
    const paths = at === undefined ? [] : [{ ...noPath, failedPath: at }];
    const related = because === undefined ? [] : [{ object: because, paths: [] }];
    recordAnswers(table, 0, [object], [{ objects: [object], paths, related }]);
  }
  recordAll(table, 0, others, ruleStatus.passed);
  return [...postures({ table, reasons: new Map() }, [control])].map((posture) => scannedControls(posture));
}

it("says what the control, its rules and their places are, without rules that were not asked", () => {
  const [said] = saidOf([{ object: pod("a"), at: "spec.x" }]);
  expect(said).toEqual([
    {
      controlID: "C-0001",
      name: "No bad pods",
      severity: { severity: "High", scoreFactor: 8 },
      status: { status: "failed", subStatus: "", info: "" },
      rules: [
        {
          name: "one",
          status: { status: "failed", subStatus: "" },
          controlConfigurations: { forbidden: ["bad"] },
          paths: [{ ...noPath, failedPath: "spec.x" }],
          appliedIgnoreRules: [],
          relatedResourcesIDs: [],
        },
      ],
    },
  ]);
});

it("gives one list to resources that fail in the same places, and another to those that do not", () => {
  const fails = [
    { object: pod("a"), at: "spec.x" },
    { object: pod("b"), at: "spec.y" },
    { object: pod("c"), at: "spec.x" },
  ];
  const [a, b, c, d, e] = saidOf(fails, [pod("d"), pod("e")]);
  expect(c).toBe(a);
  expect(e).toBe(d);
  expect(new Set([a, b, d]).size).toBe(3);
  expect(b?.[0]?.rules?.[0]?.paths).toEqual([{ ...noPath, failedPath: "spec.y" }]);
});

it("shares nothing that names another resource", () => {
  const because = pod("z");
  const [a, b] = saidOf(["a", "b"].map((name) => ({ object: pod(name), because })));
  expect(a?.[0]?.rules?.[0]?.relatedResourcesIDs).toEqual(["/v1/shop/Pod/z"]);
  expect(b).toEqual(a);
  expect(b?.[0]).not.toBe(a?.[0]);
});

it("shares nothing that an exception changes", () => {
  const accepted = { name: "known", designators: [], covers: () => true };
  let isAbout = false;
  const exceptionsOf = () => {
    isAbout = !isAbout;
    return isAbout ? [accepted] : [];
  };
  const [a, b] = saidOf(
    ["a", "b"].map((name) => ({ object: pod(name), at: "spec.x" })),
    [],
    exceptionsOf,
  );
  expect(a?.[0]?.status).toEqual({ status: "passed", subStatus: "w/exceptions", info: "" });
  expect(a?.[0]?.rules?.[0]?.appliedIgnoreRules).toEqual(["known"]);
  expect(b?.[0]?.status.status).toBe("failed");
});
