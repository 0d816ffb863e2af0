import type { Kind } from "../meta/kind.ts";
import type { ApiObject, ManagedFieldsEntry } from "../meta/metadata.ts";
import { isEqual } from "../objects/is-equal.ts";
import { fieldsOf } from "./field-set.ts";
import { atomicFieldsOf, managedPart } from "./managed-part.ts";
import { isOf, type Owner } from "./owners.ts";

/**
 * Whether nobody but `owner` owns anything, and owns just the fields that an object has. When that is the owner's next state of
 * the object, everything stays so, whichever of them have changed.
 */
export function isSoleOwner(
  kind: Kind,
  object: ApiObject,
  entries: readonly ManagedFieldsEntry[] | undefined,
  owner: Owner,
): boolean {
  const [entry, ...others] = entries ?? [];
  if (!entry || others.length > 0 || !isOf(entry, owner)) return false;
  return isEqual(entry.fieldsV1, fieldsOf(managedPart(kind, object, owner.subresource), atomicFieldsOf(kind)));
}
