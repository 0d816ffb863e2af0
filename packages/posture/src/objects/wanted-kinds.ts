import type { Rule } from "../library/library.ts";
import type { ObjectType } from "./object-type.ts";
import { typeOfObject } from "./object-type.ts";

/** The type of external objects of a kind. */
export function externalType(apiVersion: string, kind: string): ObjectType {
  return { ...typeOfObject(apiVersion, kind), isExternal: true };
}

/** The kinds of an API version (`group/version`) that rules ask for, as the rules spell them, each once. */
export function wantedKinds(rules: Pick<Rule, "dynamicMatch">[], apiVersion: string): string[] {
  const { group, version } = typeOfObject(apiVersion, "");
  const found = rules.flatMap(({ dynamicMatch }) =>
    dynamicMatch
      .filter(({ apiGroups, apiVersions }) => has(apiGroups, group) && has(apiVersions, version))
      .flatMap(({ resources }) => resources),
  );
  return [...new Set(found)];
}

function has(list: string[], wanted: string): boolean {
  return list.includes("*") || list.includes(wanted);
}
