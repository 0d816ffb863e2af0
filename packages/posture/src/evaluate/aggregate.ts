import type { KubeObject } from "@sortie/kube";
import type { Rule } from "../library/library.ts";

/** Turns the objects that a rule matched into its input (docs/reference/posture-results.md, "Aggregated input"). */
export function aggregate(aggregator: Rule["resourcesAggregator"], objects: KubeObject[]): Iterable<unknown> {
  if (aggregator === "subject-role-rolebinding") return subjects(objects);
  if (aggregator === "apiserver-pod") return apiServerPod(objects);
  return objects;
}

/**
 * One element for each subject of each binding whose role is there: the subject with `relatedObjects`, binding first.
 * Roles are found by kind and name alone, as in Kubescape: a RoleBinding meets the Roles of that name of all namespaces.
 * Made one by one, because a cluster has far more of them than it has objects.
 */
function* subjects(objects: KubeObject[]): Generator {
  const rolesByName = Map.groupBy(
    objects.filter(({ kind }) => kind?.endsWith("Role")),
    ({ kind, metadata }) => `${kind}/${metadata?.name}`,
  );
  for (const binding of objects.filter(({ kind }) => kind?.endsWith("Binding"))) {
    for (const role of rolesByName.get(roleOf(binding)) ?? []) {
      for (const subject of subjectsOf(binding)) yield { ...subject, relatedObjects: [binding, role] };
    }
  }
}

function roleOf(binding: KubeObject): string {
  const roleRef = binding.roleRef as { kind?: string; name?: string } | null | undefined;
  return `${roleRef?.kind}/${roleRef?.name}`;
}

function subjectsOf({ subjects }: KubeObject): object[] {
  const list: unknown[] = Array.isArray(subjects) ? subjects : [];
  return list.filter((one) => typeof one === "object" && one !== null);
}

/** The first pod of kube-system that is called like an API server, if there is one. */
function apiServerPod(objects: KubeObject[]): KubeObject[] {
  const found = objects.find(
    ({ kind, metadata }) =>
      kind === "Pod" && metadata?.namespace === "kube-system" && /api-?server/.test(metadata.name ?? ""),
  );
  return found ? [found] : [];
}
