import { resourceIdAnnotation } from "@sortie/wire";
import type { ManifestObject } from "../input/manifest-object.ts";
import type { Judged } from "./judged.ts";

/** Names what a verdict is about. `group` is empty for the core group, `namespace` for a cluster-scoped object. */
export type ResourceName = { group: string; version: string; kind: string; namespace: string; name: string };

/** Kubescape's resource ID of an object: `apps/v1/shop/Deployment/cart`. */
export function resourceIdOf({ apiVersion, kind, namespace, name }: ManifestObject): string {
  const [group, version] = splitApiVersion(apiVersion);
  return idOfName({ group, version, kind, namespace, name });
}

export function idOfName({ group, version, kind, namespace, name }: ResourceName): string {
  return [group, version, namespace, kind, name].join("/");
}

/** Role and binding of a subject's result; empty for any other. */
export function relatedNamesOf({ relatedObjects }: Judged): ResourceName[] {
  return relatedObjects.map(({ apiGroup, apiVersion, ...others }) => ({
    ...others,
    group: apiGroup,
    version: apiVersion,
  }));
}

/** The resource ID under which a result was stored (docs/reference/posture-results.md, "Resource IDs"). */
export function resourceIdOfJudged({ metadata }: Judged): string {
  return metadata.annotations?.[resourceIdAnnotation] ?? `${metadata.namespace ?? ""}/${metadata.name ?? ""}`;
}

/**
 * What a result is about. Labels hold at most 63 characters and no odd ones, so the ID says it where it has five parts;
 * for the right of a subject, whose ID joins several, the labels name the subject.
 */
export function resourceNameOfJudged(judged: Judged): ResourceName {
  const [group, version, namespace, kind, name, ...more] = resourceIdOfJudged(judged).split("/");
  if (kind !== undefined && name !== undefined && more.length === 0) {
    return { group: group ?? "", version: version ?? "", namespace: namespace ?? "", kind, name };
  }
  const label = (key: string) => judged.metadata.labels?.[`kubescape.io/workload-${key}`] ?? "";
  return {
    group: label("api-group"),
    version: label("api-version"),
    kind: label("kind"),
    namespace: label("namespace"),
    name: label("name") || (judged.metadata.name ?? ""),
  };
}

/** `Deployment shop/cart`, as people say it. */
export function shownName({ kind, namespace, name }: ResourceName): string {
  return `${kind} ${namespace === "" ? "" : `${namespace}/`}${name}`;
}

function splitApiVersion(apiVersion: string): [group: string, version: string] {
  const slash = apiVersion.indexOf("/");
  return [apiVersion.slice(0, Math.max(slash, 0)), apiVersion.slice(slash + 1)];
}
