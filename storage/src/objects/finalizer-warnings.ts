import type { Metadata } from "../meta/metadata.ts";

/** Kubernetes' own have no domain. */
const known = new Set(["kubernetes", "orphan", "foregroundDeletion"]);

/** What kube-apiserver says of finalizers that a write adds, and that somebody else could call the same. */
export function finalizerWarnings(before: Metadata | undefined, { finalizers }: Metadata): string[] {
  if (!finalizers) return [];
  const added = finalizers.filter(
    (finalizer) => !finalizer.includes("/") && !known.has(finalizer) && !before?.finalizers?.includes(finalizer),
  );
  return added
    .toSorted()
    .map(
      (finalizer) =>
        `metadata.finalizers: ${JSON.stringify(finalizer)}: prefer a domain-qualified finalizer name ` +
        "to avoid accidental conflicts with other finalizer writers",
    );
}
