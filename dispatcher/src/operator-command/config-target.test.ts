import { expect, it } from "vitest";
import { configTargetOf } from "./config-target.ts";

const everything = { type: "config", includeNamespaces: [], excludedNamespaces: [], frameworks: [], controls: [] };

const web = {
  APIVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop", labels: { app: "web" } },
  spec: {},
};

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
    "one object, wherever namespaces are",
    { ScanObject: web, excludedNamespaces: ["shop"] },
    { object: { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" } },
  ],
  [
    "one object of the cluster",
    { scanObject: { apiVersion: "v1", kind: "Node", metadata: { name: "n", namespace: null } } },
    { object: { apiVersion: "v1", kind: "Node", namespace: "", name: "n" } },
  ],
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
  ["a request under another key", { scanv1: {} }, "args.scanV1 is missing; args.scanv1 is not the same"],
  [
    "an object that is gone",
    { scanV1: { scanObject: web, isDeletedScanObject: true } },
    "args.scanV1.isDeletedScanObject is not supported yet",
  ],
  [
    "controls to leave out",
    { scanV1: { excludeControls: ["C-1"] } },
    "args.scanV1.excludeControls is not supported yet",
  ],
])("refuses %s rather than report on something else", (_case, args, message) => {
  expect(configTargetOf(args)).toEqual({ ok: false, message });
});

it.each([
  ["scanObject.metadata.name", { scanObject: { apiVersion: "v1", kind: "Pod" } }],
  ["scanObject.kind", { scanObject: { apiVersion: "v1", metadata: { name: "a" } } }],
  ["targetNames", { targetType: "control", targetNames: ["C".repeat(254)] }],
  ["includeNamespaces[0]", { includeNamespaces: ["n".repeat(64)] }],
])("says what is wrong by the name that the sender knows: %s", (field, scanV1) => {
  const read = configTargetOf({ scanV1 });
  expect(read.ok ? "" : read.message.match(/at (.*)$/m)?.[1]).toBe(field);
});

it("takes exceptions along, however their fields are spelled", () => {
  const policy = {
    Name: "carts",
    policytype: "postureExceptionPolicy",
    actions: ["alertOnly"],
    posturepolicies: [{ controlId: "C-0057", frameworkname: "NSA" }],
    resources: [{ designatorType: "Attributes", attributes: { kind: "Deployment" } }],
    objectselector: { matchLabels: { app: "carts" } },
  };
  expect(configTargetOf({ scanV1: { exceptions: [policy] } })).toEqual({
    ok: true,
    target: {
      ...everything,
      exceptions: [
        {
          name: "carts",
          policyType: "postureExceptionPolicy",
          posturePolicies: [{ frameworkName: "NSA", controlID: "C-0057", controlName: "", ruleName: "" }],
          resources: [{ designatorType: "Attributes", attributes: { kind: "Deployment" } }],
          objectSelector: { matchLabels: { app: "carts" }, matchExpressions: [] },
        },
      ],
    },
  });
});

it.each([
  ["without a name", { resources: [] }, /name/],
  ["with a date that is none", { name: "x", expirationDate: "tomorrow" }, /expirationDate/],
  ["of another shape", { name: "x", posturePolicies: {} }, /posturePolicies/],
  ["whose labels are misspelt", { name: "x", objectSelector: { matchLabel: {} } }, /objectSelector/],
])("refuses exceptions %s", (_case, policy, message) => {
  const refused = { ok: false, message: expect.stringMatching(message) };
  expect(configTargetOf({ scanV1: { exceptions: [policy] } })).toEqual(refused);
});

it.each([
  ["that says which findings are meant", { posturePolicys: [] }, "posturePolicys", "posturePolicies"],
  ["of findings, whatever it is called", { Controls: ["C-0057"] }, "Controls", "posturePolicies"],
  ["that says until when", { posturePolicies: [{}], expirationTime: "" }, "expirationTime", "expirationDate"],
  ["of the resources", { posturePolicies: null, resource: [] }, "resource", "resources"],
  [
    "of an entry",
    { posturepolicies: [{ frameworkName: "NSA", control: "C-0057" }] },
    "posturePolicies.0.control",
    "controlID",
  ],
])("refuses an exception with a misspelt field %s", (_case, policy, field, missing) => {
  const message = `args.scanV1: exceptions[0]: ${field}: there is no such field, and ${missing} is missing`;
  expect(configTargetOf({ scanV1: { exceptions: [{ name: "x", ...policy }] } })).toEqual({ ok: false, message });
});

it("leaves other unknown fields of an exception alone, as newer senders have them", () => {
  const exported = {
    GUID: "1",
    CreationTime: "",
    updatedTime: "",
    createdBy: "a",
    reason: null,
    actions: ["alertOnly"],
  };
  const policies = [
    { name: "x", ...exported, resources: null },
    { name: "x", posturePolicies: null, severity: "low" },
    { name: "x", posturePolicies: [{ controlID: "C-0057", ControlName: null, severityScore: 7, severity: "low" }] },
  ];
  const fields = { name: "x", policyType: "postureExceptionPolicy", resources: [] };
  const entry = { frameworkName: "", controlID: "C-0057", controlName: "", ruleName: "" };
  expect(configTargetOf({ scanV1: { exceptions: policies } })).toEqual({
    ok: true,
    target: {
      ...everything,
      exceptions: [
        { ...fields, posturePolicies: [] },
        { ...fields, posturePolicies: [] },
        { ...fields, posturePolicies: [entry] },
      ],
    },
  });
});

it.each([
  ["no kind", { apiVersion: "v1", metadata: { name: "x" } }, /kind/],
  ["no name", { apiVersion: "v1", kind: "Pod" }, /name/],
  ["text", "Pod/x", /scanObject/],
])("refuses an object with %s", (_case, scanObject, message) => {
  const refused = { ok: false, message: expect.stringMatching(message) };
  expect(configTargetOf({ scanV1: { scanObject } })).toEqual(refused);
});

it("refuses more than a Job's environment holds", () => {
  const exceptions = (count: number) => Array.from({ length: count }, () => ({ name: "$(HOME)" }));
  expect(configTargetOf({ scanV1: { exceptions: exceptions(1000) } })).toMatchObject({ ok: true });
  const message = expect.stringMatching(/^args.scanV1 comes to \d{6} bytes, and a scan takes 100000$/);
  expect(configTargetOf({ scanV1: { exceptions: exceptions(1200) } })).toEqual({ ok: false, message });
});

it("refuses names that are not text", () => {
  expect(configTargetOf({ scanV1: { targetNames: [1] } })).toMatchObject({ ok: false });
});
