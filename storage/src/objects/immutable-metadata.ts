import type { Cause } from "../meta/cause.ts";
import type { Metadata } from "../meta/metadata.ts";

/** What a write says of an object's metadata that it may not say. What it leaves out stays as it is. */
export function immutableCauses(current: Metadata, sent: Metadata): Cause[] {
  return [
    ...(["uid", "deletionTimestamp", "deletionGracePeriodSeconds"] as const).flatMap((field) => {
      const value = sent[field];
      return value !== undefined && value !== "" && value !== current[field] ? [immutable(field, value)] : [];
    }),
    ...(current.deletionTimestamp ? newFinalizers(current, sent) : []),
  ];
}

function immutable(field: string, value: string | number): Cause {
  const message = `Invalid value: ${JSON.stringify(value)}: field is immutable`;
  return { reason: "FieldValueInvalid", message, field: `metadata.${field}` };
}

/** Who is being deleted waits for nobody more. */
function newFinalizers({ finalizers: known = [] }: Metadata, { finalizers = [] }: Metadata): Cause[] {
  const added = finalizers.filter((finalizer) => !known.includes(finalizer));
  if (added.length === 0) return [];
  const names = added.map((finalizer) => JSON.stringify(finalizer)).join(", ");
  const message = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${names}}`;
  return [{ reason: "FieldValueForbidden", message, field: "metadata.finalizers" }];
}
