import { expect, it } from "vitest";
import { apiVersionOf, groupAndVersion, resourceId } from "./object-name.ts";

it.each([
  ["apps/v1", { group: "apps", version: "v1" }],
  ["v1", { group: "", version: "v1" }],
  ["", { group: "", version: "" }],
])("takes the apiVersion %s apart, and puts it together", (apiVersion, parts) => {
  expect(groupAndVersion(apiVersion)).toEqual(parts);
  expect(groupAndVersion(apiVersion)).toEqual(parts);
  expect(apiVersionOf(parts)).toBe(apiVersion);
});

it.each([
  ["v1", "Pod", "shop", "/v1/shop/Pod/x"],
  ["apps/v1", "Deployment", "shop", "apps/v1/shop/Deployment/x"],
  ["v1", "Node", "", "/v1//Node/x"],
  ["hostdata.kubescape.cloud/v1beta0", "KubeletInfo", "", "hostdata.kubescape.cloud/v1beta0/KubeletInfo/x"],
  ["eks.amazonaws.com/v1", "ClusterDescribe", "", "eks.amazonaws.com/v1/ClusterDescribe/x"],
])("names an object of %s %s by its ID", (apiVersion, kind, namespace, id) => {
  expect(resourceId({ ...groupAndVersion(apiVersion), kind, namespace, name: "x" })).toBe(id);
});
