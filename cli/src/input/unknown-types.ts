import { groupAndVersion } from "@sortie/wire/plain";
import type { Remark, SourcedObject } from "./read-input.ts";

/** Where Kubernetes has the kinds that controls look at; older groups included. The core group is empty. */
const groupsOfKinds: Record<string, readonly string[]> = {
  Pod: [""],
  ReplicationController: [""],
  Deployment: ["apps", "extensions"],
  ReplicaSet: ["apps", "extensions"],
  DaemonSet: ["apps", "extensions"],
  StatefulSet: ["apps"],
  Job: ["batch"],
  CronJob: ["batch"],
  Namespace: [""],
  Node: [""],
  Service: [""],
  ServiceAccount: [""],
  ConfigMap: [""],
  Secret: [""],
  Ingress: ["networking.k8s.io", "extensions"],
  NetworkPolicy: ["networking.k8s.io", "extensions"],
  EndpointSlice: ["discovery.k8s.io"],
  PodDisruptionBudget: ["policy"],
  PodSecurityPolicy: ["policy", "extensions"],
  Role: ["rbac.authorization.k8s.io"],
  ClusterRole: ["rbac.authorization.k8s.io"],
  RoleBinding: ["rbac.authorization.k8s.io"],
  ClusterRoleBinding: ["rbac.authorization.k8s.io"],
  StorageClass: ["storage.k8s.io"],
  ValidatingWebhookConfiguration: ["admissionregistration.k8s.io"],
  MutatingWebhookConfiguration: ["admissionregistration.k8s.io"],
};

const kinds = new Map(Object.keys(groupsOfKinds).map((kind) => [kind.toLowerCase(), kind]));
const ownGroups = new Set(Object.values(groupsOfKinds).flat());

/**
 * Objects that look like one of Kubernetes' own and are none, by the case of their kind or by their group: Kubernetes refuses
 * them, and rules pass them over. Groups of others may have a `Service`, too; they have a dot in their name.
 */
export function unknownTypes(objects: readonly SourcedObject[]): Remark[] {
  return objects.flatMap(({ place, object: { apiVersion, kind } }) => {
    const known = kinds.get(kind.toLowerCase());
    const { group } = groupAndVersion(apiVersion);
    if (known === undefined || (group.includes(".") && !ownGroups.has(group))) return [];
    const groups = groupsOfKinds[known] ?? [];
    if (kind === known && groups.includes(group)) return [];
    const [home] = groups;
    const message = `Kubernetes has no ${kind} in ${apiVersion}: ${known} is in ${home === "" ? "v1" : home}`;
    return [{ ...place, message }];
  });
}
