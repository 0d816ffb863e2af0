import type { ApiObject, Metadata } from "../meta/metadata.ts";

type OwnerReference = NonNullable<Metadata["ownerReferences"]>[number];

/**
 * The object without owners that it names twice in the same way, and what kube-apiserver says of them.
 *
 * @param isPatched Of the object that a patch makes it says it in other words than of one that is sent.
 */
export function withoutRepeatedOwners(
  object: ApiObject,
  { isPatched = false } = {},
): { object: ApiObject; warnings: string[] } {
  const { ownerReferences = [] } = object.metadata;
  // Most have one at most.
  if (ownerReferences.length < 2) return { object, warnings: [] };
  // Their fields are in one order.
  const kept = new Map<string, OwnerReference>();
  const repeated: string[] = [];
  for (const owner of ownerReferences) {
    const text = JSON.stringify(owner);
    if (kept.has(text)) repeated.push(owner.uid);
    else kept.set(text, owner);
  }
  if (repeated.length === 0) return { object, warnings: [] };
  const when = isPatched ? " after mutating admission happens" : "";
  const warning =
    `.metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may ` +
    `reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${repeated.join(", ")}`;
  const metadata = { ...object.metadata, ownerReferences: [...kept.values()] };
  return { object: { ...object, metadata }, warnings: [warning] };
}
