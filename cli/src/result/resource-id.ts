import type { ManifestObject } from "../input/manifest-object.ts";

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

/**
 * What an ID names. That of a subject joins its own with those of its role and binding, which are `related`; its own has no
 * version, and that of host data no namespace.
 */
export function nameInId(id: string, related: readonly string[]): ResourceName {
  let own = `/${id}/`;
  for (const one of related) own = own.replace(`/${one}/`, "/");
  const parts = own.slice(1, -1).split("/");
  const [group = ""] = parts.splice(0, 1);
  const [version = ""] = related.length > 0 ? [] : parts.splice(0, 1);
  const [namespace = ""] = parts.length === 2 ? [] : parts.splice(0, 1);
  const [kind = "", ...name] = parts;
  return { group, version, namespace, kind, name: name.join("/") };
}

/** `Deployment shop/cart`, as people say it. */
export function shownName({ kind, namespace, name }: ResourceName): string {
  return `${kind} ${namespace === "" ? "" : `${namespace}/`}${name}`;
}

function splitApiVersion(apiVersion: string): [group: string, version: string] {
  const slash = apiVersion.indexOf("/");
  return [apiVersion.slice(0, Math.max(slash, 0)), apiVersion.slice(slash + 1)];
}
