import { type Rule, typeOfObject } from "@sortie/posture";
import { apiVersionOf } from "@sortie/wire/plain";
import type { ApiVersion } from "./scanned-cluster.ts";
import { isListable, type ServedType } from "./types-to-list.ts";

/** Groups of others have a domain in their names (Kubernetes API conventions, "API groups"). */
export function isBuiltIn({ group }: Pick<ApiVersion, "group">): boolean {
  return !group.includes(".");
}

/**
 * The types that rules ask for by the name of their group, and that only a version has which does not answer: whether there
 * are objects of them is not known. A rule that takes any group asks for none in particular.
 */
export function unansweredTypes(
  rules: Pick<Rule, "match">[],
  served: ServedType[],
  unanswered: ApiVersion[],
): { type: ServedType; reason: string }[] {
  const found = new Map<string, { type: ServedType; reason: string }>();
  const isServed = (group: string, name: string) =>
    served.some((type) => type.group === group && [type.kind, type.plural].some((one) => isSame(one, name)));
  for (const { group, version } of unanswered.filter(isListable)) {
    const apiVersion = apiVersionOf({ group, version });
    for (const { apiGroups, apiVersions, resources } of rules.flatMap(({ match }) => match)) {
      if (!apiGroups.some((one) => (one === "core" ? "" : one) === group)) continue;
      if (!apiVersions.some((one) => one === "*" || one === version)) continue;
      for (const kind of resources.filter((name) => !isServed(group, name))) {
        const type = { ...typeOfObject(apiVersion, kind), namespaced: true, verbs: [] };
        found.set(`${apiVersion}/${kind}`, { type, reason: `${apiVersion} is registered and does not answer` });
      }
    }
  }
  return [...found.values()];
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
