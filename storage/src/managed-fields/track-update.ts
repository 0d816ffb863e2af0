import type { Kind } from "../meta/kind.ts";
import type { ApiObject, ManagedFieldsEntry } from "../meta/metadata.ts";
import { isEqual } from "../objects/is-equal.ts";
import { timestamp } from "../objects/new-object.ts";
import { changedFields, common, fieldsOf, isEmpty, union, without } from "./field-set.ts";
import { atomicFieldsOf, managedPart } from "./managed-part.ts";
import { type Owner, ownedBy, ownedByOthers, withOwner } from "./owners.ts";

/**
 * The object with `metadata.managedFields` after a create, update or patch: who changes a field owns it alone from then
 * on, and nobody owns a field that is gone.
 */
export function trackUpdate(
  kind: Kind,
  before: ApiObject | undefined,
  after: ApiObject,
  { manager, subresource, now }: { manager: string; subresource: string | undefined; now: Date },
): ApiObject {
  const owner: Owner = { manager, operation: "Update", subresource };
  const isAtomic = atomicFieldsOf(kind);
  const is = managedPart(kind, after, subresource);
  // Who makes an object owns all of it.
  if (!before) return withManagedFields(after, withOwner(kind, [], owner, fieldsOf(is, isAtomic), timestamp(now)));
  const was = managedPart(kind, before, subresource);
  const changed = changedFields(was, is, isAtomic, isEqual);
  if (isEmpty(changed)) return after;

  const entries = after.metadata.managedFields ?? [];
  // Who has emptied the list wants nobody to be remembered, until somebody applies.
  if (entries.length === 0) return after;
  const own = union(without(ownedBy(entries, owner), changed), common(changed, fieldsOf(is, isAtomic)));
  const others = ownedByOthers(entries, owner).map((entry) => ({
    ...entry,
    fieldsV1: without(entry.fieldsV1, changed),
  }));
  const managedFields = withOwner(kind, others, owner, own, timestamp(now));
  return withManagedFields(after, managedFields);
}

/** Where nobody owns anything there is no list, as of Go's servers: an object of which nothing but a name is said. */
function withManagedFields(object: ApiObject, managedFields: ManagedFieldsEntry[]): ApiObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: managedFields.length > 0 ? { ...metadata, managedFields } : metadata };
}
