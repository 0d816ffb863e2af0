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
])("refuses a file that %s, and says where", (_what, text, message) => {
  expect(() => readExceptions(fileOf(text))).toThrow(
    expect.objectContaining({ code: "invalid_input", retry: false, message: expect.stringContaining(message) }),
  );
});

function read(policies: unknown[]) {
  return fromPolicies(readExceptions(fileOf(JSON.stringify(policies))), context);
}

function policy(fields: object) {
  return { name: "x", policyType: "postureExceptionPolicy", actions: ["alertOnly"], resources: [], ...fields };
}

function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "exceptions-")), "exceptions.json");
  writeFileSync(file, text);
  return file;
}
