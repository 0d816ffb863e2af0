import type { ScannedResource } from "../identity/scanned-resource.ts";

/** Role and binding of a subject; none of other resources. */
export function relatedObjects({ related }: Pick<ScannedResource, "related">) {
  return related.map(({ group, version, kind, namespace, name }) => ({
    namespace,
    apiGroup: group,
    apiVersion: version,
    kind,
    name,
  }));
}
