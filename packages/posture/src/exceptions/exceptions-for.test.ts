import { expect, it } from "vitest";
import { scannedResource } from "../identity/scanned-resource.ts";
import { fromPolicies } from "./exception.ts";
import { exceptionsFor } from "./exceptions-for.ts";

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "cart", namespace: "shop", labels: { team: "blue" }, annotations: { owner: "eve" } },
  spec: { template: { spec: { containers: [{ name: "app" }, { name: "proxy" }] } } },
};
const context = { frameworks: [], now: "2026-01-01T00:00:00Z" };
const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system" } };
const rbac = "rbac.authorization.k8s.io/v1";
const subject = {
  kind: "ServiceAccount",
  namespace: "shop",
  name: "cart",
  relatedObjects: [
    { apiVersion: rbac, kind: "RoleBinding", metadata: { name: "b", namespace: "shop", labels: { team: "blue" } } },
    { apiVersion: rbac, kind: "Role", metadata: { name: "r", namespace: "shop" } },
  ],
};

it.each<[attributes: Record<string, string>, object: object, fits: boolean]>([
  [{ kind: "Deployment", name: "cart", namespace: "shop" }, deployment, true],
  [{ kind: "Deployment", name: "cart", namespace: "other" }, deployment, false],
  [{ name: "car" }, deployment, false],
  [{ name: "c.*t" }, deployment, true],
  [{ name: "CART" }, deployment, false],
  [{ kind: "D.*" }, deployment, true],
  [{ name: "c(" }, deployment, false],
  [{ namespace: "sh[aeiou]p", team: "blue" }, deployment, true],
  [{ team: "green" }, deployment, false],
  [{ owner: "eve" }, deployment, true],
  [{ apiVersion: "apps/v1" }, deployment, false],
  [{ containerName: "proxy" }, deployment, true],
  [{ containerName: "sidecar" }, deployment, false],
  [{ resourceID: "apps/v1/shop/Deployment/cart" }, deployment, true],
  [{ cluster: "prod" }, deployment, true],
  [{ cluster: "test", name: "cart" }, deployment, false],
  [{ path: ".*" }, deployment, false],
  [{}, deployment, false],
  [{ kind: "" }, deployment, false],
  [{ kind: "Namespace", namespace: "kube-system" }, namespace, true],
  [{ kind: "ServiceAccount", namespace: "shop", name: "cart" }, subject, true],
  [{ kind: "RoleBinding", team: "blue" }, subject, true],
  [{ kind: "Role", name: "r" }, subject, true],
  [{ kind: "Role", name: "b" }, subject, false],
])("attributes %j fit or not", (attributes, object, fits) => {
  const resources = [{ designatorType: "Attributes" as const, attributes }];
  const exceptions = fromPolicies([policy({ resources })], context);
  const resource = scannedResource(object);
  if (!resource) throw new Error("the object has no identity");
  expect(exceptionsFor(exceptions, "prod")(object, resource)).toEqual(fits ? exceptions : []);
});

it.each<[objectSelector: Policies[number]["objectSelector"], object: object, fits: boolean]>([
  [{ matchLabels: { team: "blue" }, matchExpressions: [] }, deployment, true],
  [{ matchLabels: { team: "green" }, matchExpressions: [] }, deployment, false],
  [{ matchLabels: { owner: "eve" }, matchExpressions: [] }, deployment, false],
  [{ matchLabels: {}, matchExpressions: [] }, namespace, true],
  [null, namespace, true],
])("labels %j fit or not", (objectSelector, object, fits) => {
  const resources = [{ designatorType: "Attributes" as const, attributes: { name: ".*" } }];
  const exceptions = fromPolicies([policy({ resources, objectSelector })], context);
  const resource = scannedResource(object);
  if (!resource) throw new Error("the object has no identity");
  expect(exceptionsFor(exceptions, "prod")(object, resource)).toEqual(fits ? exceptions : []);
});

it("names an exception once that fits in several ways, and all that fit in their order", () => {
  const resources = [{ kind: "Deployment" }, { name: "cart" }].map((attributes) => ({
    designatorType: "Attributes" as const,
    attributes,
  }));
  const policies = ["b", "a"].map((name) => policy({ name, resources }));
  const exceptions = fromPolicies(policies, context);
  const resource = scannedResource(deployment);
  if (!resource) throw new Error("the object has no identity");
  expect(exceptionsFor(exceptions, "prod")(deployment, resource).map(({ name }) => name)).toEqual(["b", "a"]);
});

type Policies = Parameters<typeof fromPolicies>[0];

function policy(fields: Partial<Policies[number]>): Policies[number] {
  return { name: "x", policyType: "postureExceptionPolicy", posturePolicies: [], resources: [], ...fields };
}
