import { expect, it } from "vitest";
import { configTargetOf } from "./config-target.ts";

const everything = { type: "config", includeNamespaces: [], excludedNamespaces: [], frameworks: [], controls: [] };

it.each([
  ["an empty request", {}],
  ["null", null],
  ["no names, whatever the type", { targetType: "Control", targetNames: [] }],
  ["all among the names", { targetType: "Framework", targetNames: ["nsa", "ALL"] }],
  ["an empty name", { targetType: "framework", targetNames: [""] }],
  ["names without a type", { targetNames: ["nsa"] }],
  ["an unknown type", { targetType: "Rule", targetNames: ["x"] }],
  ["host sensing asked for", { hostScanner: true, submit: null, format: "json", failThreshold: 3 }],
])("scans everything for %s", (_case, scanV1) => {
  expect(configTargetOf({ scanV1 })).toEqual({ ok: true, target: everything });
});

it.each([
  ["frameworks", { targetType: "Framework", targetNames: ["nsa", "MITRE"] }, { frameworks: ["MITRE", "nsa"] }],
  ["frameworks, type in lower case", { TargetType: "framework", targetnames: ["nsa"] }, { frameworks: ["nsa"] }],
  ["controls once each", { targetType: "control", targetNames: ["C-0057", "c-0057"] }, { controls: ["C-0057"] }],
  ["namespaces in one order", { includeNamespaces: ["b", "a", "b"] }, { includeNamespaces: ["a", "b"] }],
  ["excluded namespaces", { excludedNamespaces: ["kube-system", ""] }, { excludedNamespaces: ["kube-system"] }],
  [
    "included namespaces before excluded ones",
    { includeNamespaces: ["a"], excludedNamespaces: ["a"] },
    { includeNamespaces: ["a"] },
  ],
])("reads %s", (_case, scanV1, target) => {
  expect(configTargetOf({ scanV1 })).toEqual({ ok: true, target: { ...everything, ...target } });
});

it.each([
  ["the missing request", {}, "args.scanV1 is missing"],
  ["one object", { scanV1: { scanObject: { kind: "Pod" } } }, "args.scanV1.scanObject is not supported yet"],
  ["exceptions", { scanV1: { exceptions: [{}] } }, "args.scanV1.exceptions is not supported yet"],
  [
    "controls to leave out",
    { scanV1: { excludeControls: ["C-1"] } },
    "args.scanV1.excludeControls is not supported yet",
  ],
])("refuses %s rather than report on something else", (_case, args, message) => {
  expect(configTargetOf(args)).toEqual({ ok: false, message });
});

it("refuses names that are not text", () => {
  expect(configTargetOf({ scanV1: { targetNames: [1] } })).toMatchObject({ ok: false });
});
