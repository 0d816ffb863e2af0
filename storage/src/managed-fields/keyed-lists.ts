import type { Metadata } from "../meta/metadata.ts";
import { isObject } from "../schema/is-object.ts";

type OwnerReference = NonNullable<Metadata["ownerReferences"]>[number];

/**
 * Two lists of metadata have items that are owned one by one: finalizers by their text, owners by their UID. For who owns
 * what they are maps, whose keys are written as `FieldsV1` writes them. Kubernetes, "Server-Side Apply", "Merge strategy".
 */
export type KeyedLists = { finalizers?: Record<string, string>; ownerReferences?: Record<string, OwnerReference> };

/** How `FieldsV1` marks what stands below a dotted path. */
export function prefixBelow(path: string): "f" | "k" | "v" {
  if (path === "metadata.finalizers") return "v";
  return path === "metadata.ownerReferences" ? "k" : "f";
}

/** Whether the value at a path is one item of such a list: that one is a whole. */
export function isListItem(path: string): boolean {
  return path.startsWith("metadata.ownerReferences.");
}

export function keyedLists({ finalizers, ownerReferences }: Metadata): KeyedLists {
  return {
    ...(finalizers && { finalizers: Object.fromEntries(finalizers.map((each) => [JSON.stringify(each), each])) }),
    ...(ownerReferences && {
      ownerReferences: Object.fromEntries(ownerReferences.map((each) => [JSON.stringify({ uid: each.uid }), each])),
    }),
  };
}

/** The lists of such maps again; one that is empty is none. */
export function plainLists(metadata: Record<string, unknown>): Record<string, unknown> {
  const { finalizers, ownerReferences, ...rest } = metadata;
  return { ...rest, ...items("finalizers", finalizers), ...items("ownerReferences", ownerReferences) };
}

function items(name: string, map: unknown): Record<string, unknown[]> {
  const values = isObject(map) ? Object.values(map) : [];
  return values.length === 0 ? {} : { [name]: values };
}
