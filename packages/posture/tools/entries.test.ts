import { expect, it } from "vitest";
import { readAnswers } from "../src/evaluate/answer.ts";
import { differences, entriesOfAnswers, entriesOfExpected } from "./entries.ts";
import type { ExpectedAnswer } from "./oracle-case.ts";

const noPaths = {
  failedPaths: [],
  reviewPaths: [],
  deletePaths: [],
  fixPaths: [],
  fixCommand: false,
  relatedObjects: [],
};
const recorded = (id: string, paths: Partial<ExpectedAnswer>) =>
  entriesOfExpected([{ alertObject: { k8sApiObjects: [{ id }] }, ...noPaths, ...paths }]);
const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "shop" } };
const answered = (answer: object) =>
  entriesOfAnswers(readAnswers([{ alertObject: { k8sApiObjects: [pod] }, ...answer }]));

it("agrees whatever the order and repetition of paths", () => {
  const ours = answered({ failedPaths: ["b", "a", "a"], fixPaths: [{ path: "c", value: "true" }] });
  const theirs = recorded("/v1/shop/Pod/web", { failedPaths: ["a", "b"], fixPaths: [{ path: "c", value: "true" }] });
  expect(differences(theirs, ours)).toEqual([]);
});

it("tells a path in another list and another value apart", () => {
  const ours = answered({ failedPaths: ["a"], fixPaths: [{ path: "c", value: "false" }] });
  const theirs = recorded("/v1/shop/Pod/web", { reviewPaths: ["a"], fixPaths: [{ path: "c", value: "true" }] });
  expect(differences(theirs, ours)).toEqual([
    "- /v1/shop/Pod/web review a",
    "- /v1/shop/Pod/web fix c = true",
    "+ /v1/shop/Pod/web failed a",
    "+ /v1/shop/Pod/web fix c = false",
  ]);
});

it("names resources that only one side fails", () => {
  expect(differences(recorded("/v1/shop/Pod/other", {}), answered({}))).toEqual([
    "- /v1/shop/Pod/other",
    "+ /v1/shop/Pod/web",
  ]);
});

it("takes a star in a recorded id for any segment", () => {
  expect(differences(recorded("/v1/*/Pod/web", {}), answered({}))).toEqual([]);
  expect(differences(recorded("/v1/*/Pod/other", {}), answered({}))).toHaveLength(2);
});

it("compares what is said of related resources", () => {
  const binding = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", metadata: { name: "b" } };
  const id = "rbac.authorization.k8s.io/v1//RoleBinding/b";
  const ours = answered({ relatedObjects: [{ object: binding, deletePaths: ["subjects[0]"] }] });
  const related = { object: { id }, ...noPaths, deletePaths: ["subjects[0]"] };
  expect(differences(recorded("/v1/shop/Pod/web", { relatedObjects: [related] }), ours)).toEqual([]);
  expect(differences(recorded("/v1/shop/Pod/web", {}), ours)).toEqual([
    `+ /v1/shop/Pod/web related ${id}`,
    `+ /v1/shop/Pod/web related ${id} delete subjects[0]`,
  ]);
});
