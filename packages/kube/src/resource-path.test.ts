import { expect, it } from "vitest";
import { resourcePath } from "./resource-path.ts";
import { resources } from "./resources.ts";

it.each<[path: string, call: Parameters<typeof resourcePath>]>([
  ["/api/v1/pods", [resources.pods, {}]],
  ["/api/v1/namespaces/a/pods/b/status", [resources.pods, { namespace: "a", name: "b", subresource: "status" }]],
  ["/api/v1/nodes/n", [resources.nodes, { namespace: "ignored", name: "n" }]],
  ["/api/v1/namespaces/a", [resources.namespaces, { name: "a" }]],
  ["/apis/batch/v1/namespaces/a/jobs", [resources.jobs, { namespace: "a" }]],
  ["/apis/batch/v1/jobs?limit=5&labelSelector=a%3Db", [resources.jobs, {}, { limit: 5, labelSelector: "a=b" }]],
  ["/api/v1/pods", [resources.pods, {}, { continue: undefined, fieldSelector: "" }]],
])("names %s", (path, call) => {
  expect(resourcePath(...call)).toBe(path);
});

it("encodes a name with a colon, as roles have them", () => {
  const clusterRoles = { group: "rbac.authorization.k8s.io", version: "v1", plural: "clusterroles", namespaced: false };
  expect(resourcePath(clusterRoles, { name: "system:node" })).toMatch(/\/clusterroles\/system%3Anode$/);
});

it.each(["..", ".", "", "a/b", "a%2fb"])("refuses %j as a name", (name) => {
  expect(() => resourcePath(resources.pods, { namespace: "a", name })).toThrow(TypeError);
});

it("refuses a namespaced object without a namespace", () => {
  expect(() => resourcePath(resources.pods, { name: "a" })).toThrow('pods "a" needs a namespace');
});
