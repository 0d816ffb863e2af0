import { expect, it } from "vitest";
import { isMatched, typeKey, typeOfObject } from "./object-type.ts";

const deployment = typeOfObject("apps/v1", "Deployment");
const pod = typeOfObject("v1", "Pod");

it.each([
  [{ apiGroups: ["apps"], apiVersions: ["v1"], resources: ["Deployment"] }, deployment, true],
  [{ apiGroups: ["apps"], apiVersions: ["v1"], resources: ["deployments"] }, deployment, true],
  [{ apiGroups: ["*"], apiVersions: ["*"], resources: ["deployment"] }, deployment, true],
  [{ apiGroups: ["apps"], apiVersions: ["v1beta1"], resources: ["Deployment"] }, deployment, false],
  [{ apiGroups: ["extensions"], apiVersions: ["v1"], resources: ["Deployment"] }, deployment, false],
  [{ apiGroups: ["apps"], apiVersions: ["v1"], resources: ["ReplicaSet"] }, deployment, false],
  [{ apiGroups: [""], apiVersions: ["v1"], resources: ["Pod"] }, pod, true],
  [{ apiGroups: ["core"], apiVersions: ["v1"], resources: ["Pod"] }, pod, true],
  [{ apiGroups: [], apiVersions: [], resources: [] }, pod, false],
])("a rule for %j and the type %j: %s", (match, type, wants) => {
  expect(isMatched([match], type)).toBe(wants);
});

it.each([
  ["NetworkPolicy", "networkpolicies"],
  ["Gateway", "gateways"],
  ["Ingress", "ingresses"],
  ["Endpoints", "endpoints"],
  ["StorageClass", "storageclasses"],
  ["CronJob", "cronjobs"],
])("knows the plural of %s without a server: %s", (kind, plural) => {
  expect(typeOfObject("v1", kind).plural).toBe(plural);
});

it("writes types as people know them", () => {
  expect([typeKey(deployment), typeKey(pod)]).toEqual(["apps/v1/Deployment", "v1/Pod"]);
});
