import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Finding, fromPolicies } from "./exception.ts";
import { readExceptions } from "./read-exceptions.ts";

const context = { frameworks: [{ name: "NSA", controls: ["C-0057"] }], now: "2026-06-01T00:00:00Z" };
const privileged = {
  controlId: "C-0057",
  controlName: "Privileged container (all)",
  ruleName: "rule-privilege-escalation",
};

it.each<[posturePolicies: unknown, covers: boolean]>([
  [[{ controlID: "c-0057" }], true],
  [[{ controlID: "C-005." }], true],
  [[{ controlID: "C-005" }], false],
  [[{ controlID: "C-0016" }, { controlID: "C-0057" }], true],
  [[{ controlName: "privileged container (ALL)" }], true],
  [[{ controlID: "C-0057", ruleName: "RULE-.*" }], true],
  [[{ controlID: "C-0057", ruleName: "other" }], false],
  [[{ frameworkName: "NSA", controlID: "C-0057" }], true],
  [[{ frameworkName: "nsa" }], true],
  [[{ frameworkName: "N.A" }], true],
  [[{ frameworkName: "MITRE" }], false],
  [[{ frameworkName: "MITRE" }, { frameworkName: "NSA" }], true],
  [[{}], true],
  [[], true],
  [null, true],
])("posture policies %j cover a finding or not", (posturePolicies, covers) => {
  const [exception] = read([policy({ posturePolicies })]);
  expect(exception?.covers(privileged satisfies Finding)).toBe(covers);
});

it("covers of a framework what the framework has", () => {
  const [exception] = read([policy({ posturePolicies: [{ frameworkName: "NSA" }] })]);
  expect(exception?.covers({ ...privileged, controlId: "C-0190" })).toBe(false);
});

it.each<[expirationDate: unknown, counts: boolean]>([
  ["2026-05-31T23:59:59Z", false],
  ["2026-06-01T02:00:01+02:00", true],
  [null, true],
])("an exception that expires %s counts or not", (expirationDate, counts) => {
  expect(read([policy({ expirationDate })])).toHaveLength(counts ? 1 : 0);
});

it("leaves out policies about other scans", () => {
  expect(read([policy({ policyType: "vulnerabilityExceptionPolicy" })])).toEqual([]);
});

it.each<[what: string, text: string, message: string]>([
  ["is no JSON", "[", "JSON"],
  ["holds no list", "{}", "expected array"],
  ["has no name", JSON.stringify([policy({ name: "" })]), "0.name: "],
  [
    "names resources in another way",
    JSON.stringify([policy({ resources: [{ designatorType: "Wlid", attributes: {} }] })]),
    "designatorType",
  ],
  [
    "names no control in an entry that has fields",
    JSON.stringify([policy({ posturePolicies: [{ controlId: "C-0057" }] })]),
    "0.posturePolicies.0: expected frameworkName, controlID, controlName or ruleName",
  ],
  [
    "misspells the field that says which findings are meant",
    JSON.stringify([{ ...policy({}), posturePolicies: undefined, posturePolicys: [{ controlID: "C-0057" }] }]),
    "x: posturePolicys: there is no such field, and posturePolicies is missing",
  ],
  [
    "says which findings are meant where no field is",
    JSON.stringify([{ ...policy({}), posturePolicies: undefined, controls: ["C-0057"] }]),
    "x: controls: there is no such field, and posturePolicies is missing",
  ],
  [
    "misspells which labels objects have",
    JSON.stringify([policy({ objectSelector: { matchLabel: { app: "web" } } })]),
    '0.objectSelector: Unrecognized key: "matchLabel"',
  ],
  [
    "misspells the field that says until when",
    JSON.stringify([policy({ expirationTime: "2026-01-01T00:00:00Z" })]),
    "x: expirationTime: there is no such field, and expirationDate is missing",
  ],
  [
    "misspells a field of an entry",
    JSON.stringify([policy({ posturePolicies: [{}, { frameworkName: "NSA", controlId: "C-0057" }] })]),
    "x: posturePolicies.1.controlId: there is no such field, and controlID is missing",
  ],
])("refuses a file that %s, and says where", (_what, text, message) => {
  expect(() => readExceptions(fileOf(text))).toThrow(
    expect.objectContaining({ code: "invalid_input", retry: false, message: expect.stringContaining(message) }),
  );
});

it("reads a file with a byte order mark", () => {
  expect(readExceptions(fileOf(`\ufeff${JSON.stringify([policy({})])}`)).policies).toMatchObject([{ name: "x" }]);
});

it("names unknown fields that change nothing, and none that Kubescape or a database writes", () => {
  const exported = {
    _id: "1",
    guid: "",
    attributes: { systemException: true },
    creationTime: "",
    updatedTime: "",
    actions: ["alertOnly"],
    reason: null,
    createdBy: "a",
    expirationDate: null,
  };
  const posturePolicies = [{ controlID: "C-0057", severityScore: 7 }];
  const others = { policyType: "vulnerabilityExceptionPolicy", vulnerabilities: [] };
  const file = fileOf(
    JSON.stringify([
      policy({ ...exported, posturePolicies }),
      policy(others),
      policy({ comment: "why", posturePolicies: [{ controlID: "C-0057", note: "" }] }),
    ]),
  );
  expect(readExceptions(file).unknown).toEqual([
    { policy: "x", index: 2, field: "comment", missing: undefined },
    { policy: "x", index: 2, field: "posturePolicies.0.note", missing: undefined },
  ]);
});

function read(policies: unknown[]) {
  return fromPolicies(readExceptions(fileOf(JSON.stringify(policies))).policies, context);
}

function policy(fields: object) {
  return { name: "x", policyType: "postureExceptionPolicy", actions: ["alertOnly"], resources: [], ...fields };
}

function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "exceptions-")), "exceptions.json");
  writeFileSync(file, text);
  return file;
}
