import type { KubeObject } from "@sortie/kube";

/** Where `kubectl apply` keeps the object as it was applied last. */
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * The object without what it says of its own past: who set which field, and what was applied last. That is half of many
 * objects, and the check of the library sees to it that no rule reads it. The object itself is changed.
 */
export function withoutHistory<T extends KubeObject>(object: T): T {
  const { metadata } = object;
  if (typeof metadata !== "object" || metadata === null) return object;
  delete metadata.managedFields;
  if (typeof metadata.annotations === "object" && metadata.annotations !== null)
    delete metadata.annotations[lastApplied];
  return object;
}

/** What Rego would have to name to read it. */
export const historyNames = ["managedFields", lastApplied];
