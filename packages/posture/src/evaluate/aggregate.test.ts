import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { aggregate } from "./aggregate.ts";

const rbac = "rbac.authorization.k8s.io/v1";
const bob = { kind: "User", name: "bob", apiGroup: "rbac.authorization.k8s.io" };
const sa = { kind: "ServiceAccount", name: "default", namespace: "a" };

it("pairs each subject of a binding with the binding and its role", () => {
  const binding = bindingTo("RoleBinding", "Role", "reads", [bob, sa]);
  const reads = role("Role", "reads", "a");
  expect([...aggregate("subject-role-rolebinding", [reads, role("Role", "other", "a"), binding])]).toEqual([
    { ...bob, relatedObjects: [binding, reads] },
    { ...sa, relatedObjects: [binding, reads] },
  ]);
});

it("tells a Role from a ClusterRole of the same name, but not namespaces apart", () => {
  const binding = bindingTo("RoleBinding", "Role", "reads", [bob]);
  const roles = [role("Role", "reads", "a"), role("Role", "reads", "b"), role("ClusterRole", "reads")];
  expect([...aggregate("subject-role-rolebinding", [...roles, binding])]).toHaveLength(2);
});

it.each([[undefined], [null], ["bob"], [[null, "bob"]]])(
  "makes nothing of a binding whose subjects are %j",
  (subjects) => {
    const binding = { ...bindingTo("RoleBinding", "Role", "reads", []), subjects };
    expect([...aggregate("subject-role-rolebinding", [role("Role", "reads", "a"), binding])]).toEqual([]);
  },
);

it("makes nothing of a binding without a role", () => {
  const { roleRef: _, ...binding } = bindingTo("RoleBinding", "Role", "reads", [bob]);
  expect([...aggregate("subject-role-rolebinding", [role("Role", "reads", "a"), binding])]).toEqual([]);
});

it("finds the first API server pod of kube-system", () => {
  const pods = [pod("web", "kube-system"), pod("kube-apiserver-x", "lab"), pod("my-api-server", "kube-system")];
  expect(aggregate("apiserver-pod", [...pods, pod("kube-apiserver-2", "kube-system")])).toEqual([pods[2]]);
  expect(aggregate("apiserver-pod", [pod("web", "kube-system")])).toEqual([]);
});

it("leaves objects as they are for rules that want them so", () => {
  const pods = [pod("web", "shop")];
  expect(aggregate(undefined, pods)).toBe(pods);
});

function bindingTo(kind: string, roleKind: string, roleName: string, subjects: unknown): KubeObject {
  const roleRef = { kind: roleKind, name: roleName, apiGroup: "rbac.authorization.k8s.io" };
  return { apiVersion: rbac, kind, metadata: { name: "b", namespace: "a" }, roleRef, subjects };
}

function role(kind: string, name: string, namespace?: string): KubeObject {
  return { apiVersion: rbac, kind, metadata: { name, ...(namespace ? { namespace } : {}) }, rules: [] };
}

function pod(name: string, namespace: string): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace } };
}
