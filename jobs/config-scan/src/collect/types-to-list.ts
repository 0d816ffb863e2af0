import type { Resource } from "@sortie/kube";
import type { Rule } from "@sortie/posture";
import { isMatched, type ObjectType, typeKey } from "@sortie/posture";

/** A resource type as discovery describes it. */
export type ServedType = Resource & { kind: string; verbs: string[] };

/**
 * The types that rules want and the server can list. A kind that is served in several versions is listed once for each
 * rule's match, in the most stable of the versions it names, so that no object is judged twice. A kind that is not
 * served has no objects: a rule about it simply meets none.
 */
export function typesToList(rules: Rule[], served: ServedType[]): ServedType[] {
  const listable = served.filter((type) => type.verbs.includes("list") && isListable(type));
  const chosen = new Map<string, ServedType>();
  for (const { match } of rules) {
    const byKind = Map.groupBy(
      listable.filter((type) => isMatched(match, type)),
      ({ group, kind }) => `${group}/${kind}`,
    );
    for (const versions of byKind.values()) {
      const [best] = versions.toSorted(mostStableFirst);
      if (best) chosen.set(typeKey(best), best);
    }
  }
  return [...chosen.values()].toSorted((a, b) => (typeKey(a) < typeKey(b) ? -1 : 1));
}

/** Samples of a moment are nothing to judge. */
export function isListable({ group }: Pick<ServedType, "group">): boolean {
  return group !== "metrics.k8s.io";
}

/** Kubernetes, "Version priority": v2 before v1 before v2beta1 before v1beta2 before v1alpha1. */
function mostStableFirst(a: ObjectType, b: ObjectType): number {
  const [left, right] = [rank(a.version), rank(b.version)];
  const differs = left.findIndex((part, index) => part !== right[index]);
  return differs === -1 ? 0 : (right[differs] ?? 0) - (left[differs] ?? 0);
}

function rank(version: string): number[] {
  const [, major = "0", stage, minor = "0"] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  const stability = stage === undefined ? 2 : stage === "beta" ? 1 : 0;
  return [stability, Number(major), Number(minor)];
}
