import { expect, it } from "vitest";
import { isTarget, wantedForObject } from "./wanted-for-object.ts";

const web = { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" };
const types = {
  deployment: { group: "apps", version: "v1", kind: "Deployment", plural: "deployments", namespaced: true },
  service: { group: "", version: "v1", kind: "Service", plural: "services", namespaced: true },
  route: {
    group: "gateway.networking.k8s.io",
    version: "v1",
    kind: "HTTPRoute",
    plural: "httproutes",
    namespaced: true,
  },
  node: { group: "", version: "v1", kind: "Node", plural: "nodes", namespaced: false },
};
const match = (...resources: string[]) => [{ apiGroups: ["*"], apiVersions: ["*"], resources }];

it("reads the object alone where no rule joins it with others", () => {
  const wanted = wantedForObject(web, []);
  expect(wanted.selectionsOf(types.deployment)).toEqual([{ namespace: "shop", fieldSelector: "metadata.name=web" }]);
  expect(wanted.selectionsOf(types.service)).toEqual([]);
  const node = { apiVersion: "v1", kind: "Node", namespace: "", name: "n" };
  expect(wantedForObject(node, []).selectionsOf(types.node)).toEqual([{ fieldSelector: "metadata.name=n" }]);
  const odd = wantedForObject({ ...node, name: "a,b=c" }, []);
  expect(odd.selectionsOf(types.node)).toEqual([{ fieldSelector: "metadata.name=a\\,b\\=c" }]);
});

it("reads what rules join a workload with, of its own namespace where it can have to do with no other", () => {
  const rule = { match: match("Deployment", "Service", "HTTPRoute", "Node") };
  const wanted = wantedForObject(web, [{ rule }]);
  expect(wanted.selectionsOf(types.deployment)).toEqual([{ namespace: "shop" }]);
  expect(wanted.selectionsOf(types.service)).toEqual([{ namespace: "shop" }]);
  expect(wanted.selectionsOf(types.route)).toEqual([{}]);
  expect(wanted.selectionsOf(types.node)).toEqual([{}]);
  const service = (namespace: string) => ({ apiVersion: "v1", kind: "Service", metadata: { namespace, name: "s" } });
  expect([wanted.includes(service("shop")), wanted.includes(service("lab"))]).toEqual([true, false]);
});

it("reads everything that rules join with an object that is no workload", () => {
  const service = { apiVersion: "v1", kind: "Service", namespace: "shop", name: "web" };
  const wanted = wantedForObject(service, [{ rule: { match: match("Deployment", "Service") } }]);
  expect(wanted.selectionsOf(types.deployment)).toEqual([{}]);
  expect(wanted.selectionsOf(types.service)).toEqual([{}]);
});

it.each([
  ["the object", { apiVersion: "apps/v1", kind: "Deployment", metadata: { namespace: "shop", name: "web" } }, true],
  [
    "another version of it",
    { apiVersion: "apps/v1beta1", kind: "Deployment", metadata: { namespace: "shop", name: "web" } },
    true,
  ],
  ["another name", { apiVersion: "apps/v1", kind: "Deployment", metadata: { namespace: "shop", name: "api" } }, false],
  [
    "another namespace",
    { apiVersion: "apps/v1", kind: "Deployment", metadata: { namespace: "lab", name: "web" } },
    false,
  ],
  ["another kind", { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { namespace: "shop", name: "web" } }, false],
  [
    "another group",
    { apiVersion: "other/v1", kind: "Deployment", metadata: { namespace: "shop", name: "web" } },
    false,
  ],
  ["something without metadata", { apiVersion: "apps/v1", kind: "Deployment" }, false],
])("knows %s", (_what, object, is) => {
  expect(isTarget(web, object)).toBe(is);
});
