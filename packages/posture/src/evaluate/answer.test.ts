import { expect, it } from "vitest";
import { AnswerError, readAnswers, readConsidered } from "./answer.ts";

const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "x" } };
const service = { apiVersion: "v1", kind: "Service", metadata: { name: "s" } };
const noPath = { failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "" };

it("reads objects and paths in the order in which results list them", () => {
  const [answer] = readAnswers([
    {
      alertMessage: "for nobody",
      fixPaths: [{ path: "spec.hostPID", value: "false" }],
      reviewPaths: ["c"],
      deletePaths: ["b"],
      failedPaths: ["a", "b"],
      fixCommand: "kubectl edit",
      alertObject: { k8sApiObjects: [pod] },
    },
  ]);
  expect(answer).toEqual({
    objects: [pod],
    paths: [
      { ...noPath, failedPath: "a" },
      { ...noPath, failedPath: "b" },
      { ...noPath, deletePath: "b" },
      { ...noPath, reviewPath: "c" },
      { ...noPath, fixPath: "spec.hostPID", fixPathValue: "false" },
      { ...noPath, fixCommand: "kubectl edit" },
    ],
    related: [],
  });
});

it("reads field names in any case, as published rules spell them", () => {
  expect(readAnswers([{ alertObject: { k8SApiObjects: [pod] }, FailedPaths: ["a"] }])).toMatchObject([
    { objects: [pod], paths: [{ failedPath: "a" }] },
  ]);
});

it("reads related objects with their own paths", () => {
  const related = [{ object: service, failedPaths: ["spec.selector"] }];
  expect(readAnswers([{ alertObject: { k8sApiObjects: [pod] }, relatedObjects: related }])).toMatchObject([
    { related: [{ object: service, paths: [{ failedPath: "spec.selector" }] }] },
  ]);
});

it("counts an external object, and not an empty one", () => {
  expect(readAnswers([{ alertObject: { externalObjects: pod } }])).toMatchObject([{ objects: [pod] }]);
  expect(readAnswers([{ alertObject: { k8sApiObjects: [], externalObjects: {} } }])).toMatchObject([{ objects: [] }]);
});

it("takes absent and null lists for empty, and an undefined rule for no answer", () => {
  expect(readAnswers([{ alertObject: { k8sApiObjects: null }, failedPaths: null }])).toEqual([
    { objects: [], paths: [], related: [] },
  ]);
  expect(readAnswers(undefined)).toEqual([]);
});

it.each([
  ["a value that is no list", true],
  ["an answer that is no object", ["fails"]],
  ["paths that are no list", [{ failedPaths: "a" }]],
  ["a path that is no string", [{ failedPaths: [1] }]],
  ["a fix without a value", [{ fixPaths: [{ path: "a" }] }]],
])("refuses %s", (_what, value) => {
  expect(() => readAnswers(value)).toThrow(AnswerError);
});

it("tells a rule that considers nothing from one that considers all it is given", () => {
  expect([readConsidered([]), readConsidered(undefined)]).toEqual([[], undefined]);
});
