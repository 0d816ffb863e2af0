import type { ResourceMatch, RuleDefinition } from "@sortie/wire";
import { groupAndVersion } from "@sortie/wire/plain";

/**
 * A type of Kubernetes objects, as discovery names it. `group` is empty for the core group. `isExternal`: its objects come
 * from elsewhere than the API server's lists, and only rules that ask for such objects are given them.
 */
export type ObjectType = { group: string; version: string; kind: string; plural: string; isExternal?: true };

/** One text per type, for maps and logs: `apps/v1/Deployment`, `v1/Pod`. */
export function typeKey({ group, version, kind }: ObjectType): string {
  return [group, version, kind].filter((part) => part !== "").join("/");
}

/** Whether a rule wants objects of this type. Kinds and plurals are compared without regard to case. */
export function isMatched(match: ResourceMatch[], type: ObjectType): boolean {
  const kind = type.kind.toLowerCase();
  const plural = type.plural.toLowerCase();
  return match.some(
    ({ apiGroups, apiVersions, resources }) =>
      apiGroups.some((group) => group === "*" || (group === "core" ? "" : group) === type.group) &&
      apiVersions.some((version) => version === "*" || version === type.version) &&
      resources.some((resource) => resource.toLowerCase() === kind || resource.toLowerCase() === plural),
  );
}

/** Whether a rule is given objects of this type. */
export function isGiven({ match, dynamicMatch }: Pick<RuleDefinition, "match" | "dynamicMatch">, type: ObjectType) {
  return isMatched(type.isExternal ? dynamicMatch : match, type);
}

/** The type of an object that no server has described. The plural is formed as Kubernetes forms those of its kinds. */
export function typeOfObject(apiVersion: string, kind: string): ObjectType {
  return { ...groupAndVersion(apiVersion), kind, plural: pluralOf(kind.toLowerCase()) };
}

function pluralOf(kind: string): string {
  if (kind === "endpoints") return kind;
  if (/(s|x|z|ch|sh)$/.test(kind)) return `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
