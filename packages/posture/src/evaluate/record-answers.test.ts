import { expect, it } from "vitest";
import { recordAll, recordAnswers } from "./record-answers.ts";
import { ruleStatus } from "./resource-verdicts.ts";
import { createVerdictTable } from "./verdict-table.ts";

const noPath = { failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "" };
const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "x", namespace: "shop" } };
const service = { apiVersion: "v1", kind: "Service", metadata: { name: "s", namespace: "shop" } };

it("appends the paths of several answers about one object", () => {
  const table = createVerdictTable(1);
  const answer = (failedPath: string) => ({ objects: [pod], paths: [{ ...noPath, failedPath }], related: [] });
  recordAnswers(table, 0, [pod], [answer("a"), answer("b")]);
  expect(table.of(pod)?.paths.get(0)?.paths).toEqual([
    { ...noPath, failedPath: "a" },
    { ...noPath, failedPath: "b" },
  ]);
});

it("knows an object again that a rule has put together anew", () => {
  const table = createVerdictTable(1);
  recordAnswers(table, 0, [pod], [{ objects: [{ ...pod, spec: {} }], paths: [], related: [] }]);
  expect([...table.all()].map(({ statuses }) => [...statuses])).toEqual([[ruleStatus.failed]]);
});

it("enters a failing object that it was never given", () => {
  const table = createVerdictTable(1);
  recordAnswers(table, 0, [pod], [{ objects: [service], paths: [], related: [] }]);
  expect(table.of(service)?.statuses[0]).toBe(ruleStatus.failed);
  expect(table.of(pod)?.statuses[0]).toBe(ruleStatus.passed);
});

it("says which resource a related path is in, and names that resource once", () => {
  const table = createVerdictTable(1);
  const related = { object: service, paths: [{ ...noPath, failedPath: "spec.selector" }] };
  recordAnswers(table, 0, [pod], [{ objects: [pod], paths: [], related: [related, { object: service, paths: [] }] }]);
  expect(table.of(pod)?.relatedIds.get(0)).toEqual(["/v1/shop/Service/s"]);
  expect(table.of(pod)?.paths.get(0)?.paths).toEqual([
    { ...noPath, failedPath: "spec.selector", resourceID: "/v1/shop/Service/s" },
  ]);
  expect(table.size).toBe(1);
});

it("looks for exceptions about the object itself, not about what an answer repeats of it", () => {
  const exception = { name: "x", designators: [], covers: () => true };
  const table = createVerdictTable(1, (object) => ("spec" in object ? [exception] : []));
  const whole = { ...pod, spec: {} };
  recordAnswers(table, 0, [whole], [{ objects: [pod, service], paths: [], related: [] }]);
  expect(table.of(whole)?.exceptions).toEqual([exception]);
  expect(table.of(service)?.exceptions).toBeUndefined();
});

it("gives an object of a list the verdict of what else has its ID, and passes over what has none", () => {
  const table = createVerdictTable(1);
  const list = [pod, {}, { ...pod }];
  recordAll(table, 0, list, ruleStatus.passed);
  expect(table.ofAll(list)).toEqual([table.of(pod), undefined, table.of(pod)]);
  expect(table.size).toBe(1);
});

it("never makes a verdict better", () => {
  const table = createVerdictTable(1);
  recordAnswers(table, 0, [pod], [{ objects: [pod], paths: [], related: [] }]);
  recordAll(table, 0, [pod], ruleStatus.skipped);
  recordAnswers(table, 0, [pod], []);
  expect(table.of(pod)?.statuses[0]).toBe(ruleStatus.failed);
});

it("passes over an answer that names no object", () => {
  const table = createVerdictTable(1);
  recordAnswers(table, 0, [], [{ objects: [{}, null, "Pod"], paths: [], related: [] }]);
  expect(table.size).toBe(0);
});
