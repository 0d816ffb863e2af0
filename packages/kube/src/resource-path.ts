import type { Resource } from "./cluster.ts";

/** Which part of a resource a URL names. Without `name` it is the collection. */
export type Place = { namespace?: string | undefined; name?: string | undefined; subresource?: string | undefined };

/**
 * Path and query of a resource. A parameter that is `undefined` or empty is left out.
 *
 * @throws TypeError for a name that cannot be one segment of a path, so that no value reaches another resource, and for
 * an object of a namespaced resource without a namespace.
 */
export function resourcePath(
  resource: Resource,
  place: Place,
  query: Record<string, string | number | boolean | undefined> = {},
): string {
  const { namespace, name, subresource } = place;
  if (resource.namespaced && name !== undefined && !namespace) {
    throw new TypeError(`${resource.plural} "${name}" needs a namespace`);
  }
  const segments = [
    ...(resource.group === "" ? ["api"] : ["apis", resource.group]),
    resource.version,
    ...(resource.namespaced && namespace ? ["namespaces", namespace] : []),
    resource.plural,
    ...(name === undefined ? [] : [name]),
    ...(subresource === undefined ? [] : subresource.split("/")),
  ];
  const path = `/${segments.map(pathSegment).join("/")}`;
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(key, String(value));
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

/** Kubernetes Object Names and IDs, "Path Segment Names": not `.`, not `..`, no `/`, no `%`. */
function pathSegment(text: string): string {
  if (text === "" || text === "." || text === ".." || /[/%]/.test(text)) {
    throw new TypeError(`"${text}" cannot be part of a resource's path`);
  }
  return encodeURIComponent(text);
}
