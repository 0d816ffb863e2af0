import type { ObjectName } from "@sortie/wire/plain";

/**
 * What an ID names. That of a subject joins its own with those of its role and binding, which are `related`; its own has no
 * version, and that of host data no namespace.
 */
export function nameInId(id: string, related: readonly string[]): ObjectName {
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
export function shownName({ kind, namespace, name }: ObjectName): string {
  return `${kind} ${namespace === "" ? "" : `${namespace}/`}${name}`;
}
