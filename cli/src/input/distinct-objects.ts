import type { ManifestObject } from "./manifest-object.ts";
import type { Remark, SourcedObject } from "./read-input.ts";

/** What a cluster would hold after all of the input was applied to it. */
export type DistinctObjects = { objects: SourcedObject[]; repeated: Remark[] };

/** Leaves one definition of each object: the last one, which also wins in `kubectl apply`. */
export function distinctObjects(objects: SourcedObject[]): DistinctObjects {
  const last = new Map<string, SourcedObject>();
  const repeated: Remark[] = [];
  for (const { place, object } of objects) {
    const key = nameOf(object);
    const before = last.get(key);
    if (before) {
      const line = place.line === undefined ? "" : `:${place.line}`;
      const message = `${key} is also defined at ${place.file}${line}, which is what was scanned`;
      repeated.push({ ...before.place, message });
      last.delete(key);
    }
    last.set(key, { place, object });
  }
  return { objects: [...last.values()], repeated };
}

/** `Deployment shop/cart`. The API group takes part, its version does not: versions are views of one object. */
function nameOf({ apiVersion, kind, namespace, name }: ManifestObject): string {
  const group = apiVersion.includes("/") ? apiVersion.split("/", 1)[0] : "";
  const at = namespace === "" ? "" : `${namespace}/`;
  const isWellKnown = group === "" || !group?.includes(".") || group.endsWith(".k8s.io");
  return `${kind}${isWellKnown ? "" : `.${group}`} ${at}${name}`;
}
