import type { Choices } from "@sortie/rego/choices";
import { type ClusterObject, metadataOf, type Place, text } from "./object.ts";
import type { App } from "./pod-spec.ts";

const rbac = "rbac.authorization.k8s.io";
const resources = [
  "pods",
  "secrets",
  "configmaps",
  "services",
  "deployments",
  "pods/exec",
  "events",
  "nodes/proxy",
  "*",
];
const verbs = ["get", "list", "watch", "create", "update", "delete", "*"];

export function serviceAccount(place: Place, { account }: App): ClusterObject {
  const { random } = place;
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: metadataOf(place, account),
    secrets: [{ name: `${account}-token-${text(random, 5, "bcdfg2456")}` }],
    ...(random.chance(0.5) ? { automountServiceAccountToken: random.chance(0.5) } : {}),
  };
}

/** A role of the namespace and its binding to the app's account. */
export function namespacedRights(place: Place, { name, account }: App): ClusterObject[] {
  const { random, namespace } = place;
  // Scanners find roles by name alone: one name in all namespaces would make a square of them.
  const role = `${namespace}-${name}`;
  return [
    { apiVersion: `${rbac}/v1`, kind: "Role", metadata: metadataOf(place, role), rules: rules(random) },
    {
      apiVersion: `${rbac}/v1`,
      kind: "RoleBinding",
      metadata: metadataOf(place, name),
      roleRef: { apiGroup: rbac, kind: "Role", name: role },
      subjects: [
        { kind: "ServiceAccount", name: account, namespace },
        ...(random.chance(0.3) ? [{ kind: "User", apiGroup: rbac, name: `${name}-operator@example.com` }] : []),
      ],
    },
  ];
}

/** A role for all namespaces and its binding. */
export function clusterRights(random: Choices, name: string, accountNamespace: string): ClusterObject[] {
  const { namespace: _, ...metadata } = metadataOf({ random, namespace: "" }, name);
  return [
    { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata, rules: rules(random) },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: random.chance(0.1) ? "cluster-admin" : name },
      subjects: [
        { kind: "ServiceAccount", name: "app-0", namespace: accountNamespace },
        ...(random.chance(0.1) ? [{ kind: "Group", apiGroup: rbac, name: "system:authenticated" }] : []),
      ],
    },
  ];
}

function rules(random: Choices) {
  return random.list(2, 5, () => ({
    apiGroups: random.list(1, 2, () => random.pick(["", "apps", "batch", "*"])),
    resources: random.list(1, 4, () => random.pick(resources)),
    verbs: random.list(1, 4, () => random.pick(verbs)),
  }));
}
