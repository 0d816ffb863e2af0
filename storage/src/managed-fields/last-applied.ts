import { isDeepStrictEqual } from "node:util";
import type { FieldSet } from "../meta/fields-v1.ts";
import type { Kind } from "../meta/kind.ts";
import type { ApiObject } from "../meta/metadata.ts";
import { isObject } from "../schema/is-object.ts";
import { changedFields, fieldsOf, noFields, without } from "./field-set.ts";
import { atomicFieldsOf, managedPart } from "./managed-part.ts";

const annotation = "kubectl.kubernetes.io/last-applied-configuration";
/** Of server-side apply by kubectl, unless it is told another. */
const kubectl = "kubectl";

/**
 * Fields that kubectl may take although others own them: those which it has applied on the client's side, and which are as
 * it has applied them. So who goes on to the server's side has no conflict with himself. Kubernetes, "Server-Side Apply",
 * "Upgrading from client-side apply to server-side apply".
 */
export function ownByLastApplied(kind: Kind, live: ApiObject, manager: string): FieldSet {
  const applied = manager === kubectl ? lastApplied(live) : undefined;
  if (!applied) return noFields;
  const isAtomic = atomicFieldsOf(kind);
  const was = managedPart(kind, applied, undefined);
  const is = managedPart(kind, live, undefined);
  return without(fieldsOf(was, isAtomic), changedFields(was, is, isAtomic, isDeepStrictEqual));
}

/** The object with what kubectl applies noted as it notes it itself, so that it can go back to the client's side. */
export function withLastApplied(live: ApiObject, object: ApiObject, applied: ApiObject, manager: string): ApiObject {
  if (manager !== kubectl || live.metadata.annotations?.[annotation] === undefined) return object;
  const { managedFields: _, annotations: given, ...metadata } = applied.metadata;
  const annotations = Object.fromEntries(Object.entries(given ?? {}).filter(([key]) => key !== annotation));
  const noted = { ...applied, metadata: { ...metadata, ...(Object.keys(annotations).length > 0 && { annotations }) } };
  const all = { ...object.metadata.annotations, [annotation]: `${JSON.stringify(sorted(noted))}\n` };
  return { ...object, metadata: { ...object.metadata, annotations: all } };
}

/** As Go writes maps. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

function lastApplied({ metadata: { annotations } }: ApiObject): ApiObject | undefined {
  const text = annotations?.[annotation];
  if (text === undefined) return undefined;
  try {
    const object: unknown = JSON.parse(text);
    return isObject(object) ? { ...object, metadata: isObject(object.metadata) ? object.metadata : {} } : undefined;
  } catch {
    // Whoever writes annotations by hand has applied nothing.
    return undefined;
  }
}
