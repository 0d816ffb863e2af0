import { expect, it } from "vitest";
import { batchesByType, type NamedObject } from "./batches-by-type.ts";
import { withDefaults } from "./with-defaults.ts";

const group = "rbac.authorization.k8s.io";

function policy(spec: object): NamedObject {
  return { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "p" }, spec };
}

it("hands over what an API server would write", () => {
  const match = [{ apiGroups: ["networking.k8s.io"], apiVersions: ["v1"], resources: ["NetworkPolicy"] }];
  const objects: object[] = [];
  const open = batchesByType([{ name: "x", match, dynamicMatch: [], controlInputs: [] }], (batch) => {
    objects.push(...batch.objects);
  });
  open.add(policy({ podSelector: null }));
  open.flush();
  expect(objects).toEqual([policy({ podSelector: {}, policyTypes: ["Ingress"] })]);
});

it("makes a policy one about connections to pods, and about those from pods where it has rules for them", () => {
  const typesOf = (spec: object) => (withDefaults(policy(spec)).spec as { policyTypes: unknown }).policyTypes;
  expect(typesOf({ ingress: [] })).toEqual(["Ingress"]);
  expect(typesOf({ egress: [], policyTypes: [] })).toEqual(["Ingress"]);
  expect(typesOf({ egress: [{}] })).toEqual(["Ingress", "Egress"]);
  expect(typesOf({ egress: [{}], policyTypes: ["Egress"] })).toEqual(["Egress"]);
});

it.each(["RoleBinding", "ClusterRoleBinding"])("gives users, groups and roles of a %s their API group", (kind) => {
  const account = { kind: "ServiceAccount", name: "a", namespace: "n" };
  const given = {
    apiVersion: `${group}/v1`,
    kind,
    subjects: [{ kind: "User", name: "u" }, { kind: "Group", name: "g", apiGroup: "" }, account],
    roleRef: { kind: "ClusterRole", name: "r" },
  };
  const before = structuredClone(given);
  expect(withDefaults(given)).toEqual({
    ...given,
    subjects: [{ kind: "User", name: "u", apiGroup: group }, { kind: "Group", name: "g", apiGroup: group }, account],
    roleRef: { kind: "ClusterRole", name: "r", apiGroup: group },
  });
  expect(given).toEqual(before);
});

it("makes a webhook one of every scope", () => {
  const webhooks = [{ rules: [{ resources: ["pods"] }, { scope: "Cluster" }] }, { name: "none" }];
  const apiVersion = "admissionregistration.k8s.io/v1";
  expect(withDefaults({ apiVersion, kind: "ValidatingWebhookConfiguration", webhooks })).toMatchObject({
    webhooks: [{ rules: [{ resources: ["pods"], scope: "*" }, { scope: "Cluster" }] }, { name: "none" }],
  });
});

it("leaves other objects, other groups' and damaged ones as they are", () => {
  for (const object of [
    { apiVersion: "v1", kind: "Pod", spec: {} },
    { apiVersion: "example.com/v1", kind: "NetworkPolicy", spec: {} },
    policy([]),
    { apiVersion: `${group}/v1`, kind: "RoleBinding", subjects: "all", roleRef: "r" },
    { apiVersion: `${group}/v1`, kind: "RoleBinding", subjects: ["ann", { kind: "ServiceAccount" }] },
  ]) {
    expect(withDefaults(object)).toEqual(object);
  }
});
