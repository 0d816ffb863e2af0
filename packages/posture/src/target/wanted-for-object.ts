import type { KubeObject, Selection } from "@sortie/kube";
import type { ConfigTarget } from "@sortie/wire";
import type { Rule } from "../library/library.ts";
import type { Wanted } from "../objects/object-source.ts";
import { isMatched, type ObjectType, typeOfObject } from "../objects/object-type.ts";

/** The one object of a scan. `namespace` is empty for a cluster-scoped object. */
export type TargetObject = NonNullable<ConfigTarget["object"]>;

const workloadKinds = ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"];

/**
 * Kinds that a workload has to do with in its own namespace alone: other workloads, and what Kubernetes lets a pod refer
 * to, or be selected by, within its namespace only.
 */
const nearKinds = new Set([
  ...workloadKinds,
  "ReplicationController",
  "ConfigMap",
  "Secret",
  "ServiceAccount",
  "PersistentVolumeClaim",
  "Service",
  "HorizontalPodAutoscaler",
  "PodDisruptionBudget",
]);

/**
 * What a scan of one object reads: the object, and for rules that join it with others, all objects that these rules are
 * about. Of a workload these can be in its own namespace only, for kinds whose API says so.
 */
export function wantedForObject(target: TargetObject, joining: { rule: Pick<Rule, "match"> }[]): Wanted {
  const isWorkload = workloadKinds.includes(target.kind) && target.namespace !== "";
  const isJoined = (type: ObjectType) => joining.some(({ rule }) => isMatched(rule.match, type));
  const isNear = ({ kind }: ObjectType) => isWorkload && nearKinds.has(kind);
  return {
    selectionsOf(type): Selection[] {
      if (isJoined(type)) return [type.namespaced && isNear(type) ? { namespace: target.namespace } : {}];
      if (!isTargetType(target, type)) return [];
      const namespace = type.namespaced ? { namespace: target.namespace } : {};
      return [{ ...namespace, fieldSelector: `metadata.name=${escaped(target.name)}` }];
    },
    includes(object) {
      if (isTarget(target, object)) return true;
      const type = typeOfObject(object.apiVersion ?? "", object.kind ?? "");
      return isJoined(type) && (!isNear(type) || object.metadata?.namespace === target.namespace);
    },
  };
}

/** Names of RBAC may have what field selectors are made of (Kubernetes, `fields.EscapeValue`). */
function escaped(value: string): string {
  return value.replaceAll(/[\\,=]/g, "\\$&");
}

/** Whether this is the object. Versions of its API group show one and the same. */
export function isTarget(target: TargetObject, { apiVersion = "", kind = "", metadata }: KubeObject): boolean {
  return (
    isTargetType(target, typeOfObject(apiVersion, kind)) &&
    metadata?.name === target.name &&
    (metadata.namespace ?? "") === target.namespace
  );
}

function isTargetType(target: TargetObject, { group, kind }: Pick<ObjectType, "group" | "kind">): boolean {
  return group === typeOfObject(target.apiVersion, target.kind).group && kind === target.kind;
}
