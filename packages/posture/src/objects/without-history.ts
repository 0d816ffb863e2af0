import type { KubeObject } from "@sortie/kube";

/** Where `kubectl apply` keeps the object as it was applied last. */
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * The object without what it says of its own past: who set which field, and what was applied last. That is half of many
 * objects, and the check of the library sees to it that no rule reads it. The object itself is changed: what holds a field
 * is replaced rather than taken apart, because V8 keeps an object that had a field deleted as a table, larger and slower.
 */
export function withoutHistory<T extends KubeObject>(object: T): T {
  const { metadata } = object;
  if (typeof metadata !== "object" || metadata === null) return object;
  const { managedFields, ...kept } = metadata;
  if (managedFields !== undefined) object.metadata = kept;
  const { annotations } = metadata;
  if (typeof annotations !== "object" || annotations === null || !(lastApplied in annotations)) return object;
  const { [lastApplied]: _, ...others } = annotations;
  object.metadata = { ...kept, annotations: others };
  return object;
}

/** What Rego would have to name to read it. */
export const historyNames = ["managedFields", lastApplied];
