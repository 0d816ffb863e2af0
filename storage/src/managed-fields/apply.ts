import { isDeepStrictEqual } from "node:util";
import type { FieldName, FieldSet } from "../meta/fields-v1.ts";
import type { Kind } from "../meta/kind.ts";
import type { ApiObject, ManagedFieldsEntry } from "../meta/metadata.ts";
import { timestamp } from "../objects/new-object.ts";
import { isObject } from "../schema/is-object.ts";
import { emptiedFields } from "./emptied-fields.ts";
import { common, fieldsOf, noFields, pathsOf, union, without } from "./field-set.ts";
import { keyedLists, plainLists } from "./keyed-lists.ts";
import { ownByLastApplied, withLastApplied } from "./last-applied.ts";
import { atomicFieldsOf, managedPart } from "./managed-part.ts";
import { type Owner, ownedBy, ownedByOthers, withOwner } from "./owners.ts";

export type FieldConflict = { manager: string; operation: string; field: string };

export type Application = {
  manager: string;
  subresource: string | undefined;
  /** Takes fields that others own with another value. */
  force: boolean;
  now: Date;
};

/** Whose what is there is at the first apply, where nobody was remembered until then. */
const unrecorded = "before-first-apply";

/**
 * Server-side apply: the object with the applied fields set, with the fields removed that this manager applied before and
 * no longer does, and with ownership recorded. Kubernetes, "Server-Side Apply". Lists and the kind's atomic fields are
 * one value; everything else is merged field by field, finalizers and owners item by item. `null` takes away what is one value.
 *
 * @returns the conflicts instead, when another manager owns a field with another value and `force` is not set.
 */
export function applyFields(
  kind: Kind,
  live: ApiObject,
  applied: ApiObject,
  { manager, subresource, force, now }: Application,
): { ok: true; object: ApiObject } | { ok: false; conflicts: FieldConflict[] } {
  const owner: Owner = { manager, operation: "Apply", subresource };
  const isAtomic = atomicFieldsOf(kind);
  const wanted = managedPart(kind, applied, subresource);
  const current = managedPart(kind, live, subresource);
  const recorded = live.metadata.managedFields ?? [];
  const earlier: Owner = { manager: unrecorded, operation: "Update", subresource };
  const entries =
    recorded.length > 0 ? recorded : withOwner(kind, [], earlier, fieldsOf(current, isAtomic), timestamp(now));
  const others = ownedByOthers(entries, owner);
  const before = ownedBy(entries, owner);
  const fields = union(fieldsOf(wanted, isAtomic), emptiedFields(wanted, current, isAtomic, before));

  const contested = others.map((entry) => ({
    entry,
    fields: differing(common(entry.fieldsV1, fields), current, wanted),
  }));
  const ownBefore = force ? noFields : ownByLastApplied(kind, live, manager);
  const conflicts = contested.flatMap(({ entry, fields: each }) => conflictsOf(entry, without(each, ownBefore)));
  if (conflicts.length > 0 && !force) return { ok: false, conflicts };

  const left = contested.map(({ entry, fields: lost }) => ({
    ...entry,
    fieldsV1: without(entry.fieldsV1, lost),
  }));
  const stillOwned = left.map(({ fieldsV1 }) => fieldsV1).reduce(union, fields);
  const given = without(before, stillOwned);
  const removed = removeFields({ ...live, metadata: { ...live.metadata, ...keyedLists(live.metadata) } }, given);
  const merged = merge(removed, wanted, "", isAtomic) as ApiObject;
  const managedFields = withOwner(kind, left, owner, fields, timestamp(now));
  const object = { ...merged, metadata: { ...plainLists(merged.metadata), managedFields } };
  return { ok: true, object: withLastApplied(live, object, applied, manager) };
}

/** Those of the fields whose value is not the same. */
function differing(fields: FieldSet, current: Record<string, unknown>, wanted: Record<string, unknown>): FieldSet {
  let result: FieldSet = {};
  for (const path of pathsOf(fields)) {
    if (!isDeepStrictEqual(valueAt(current, path), valueAt(wanted, path))) result = union(result, setOf(path));
  }
  return result;
}

function conflictsOf({ manager, operation }: ManagedFieldsEntry, fields: FieldSet): FieldConflict[] {
  return [...pathsOf(fields)].map((path) => ({ manager, operation, field: path.map(written).join("") }));
}

/** As kubectl shows a field: `.metadata.finalizers[="example.com/x"]`. */
function written(name: FieldName): string {
  const key = keyOf(name);
  if (name.startsWith("f:")) return `.${key}`;
  if (name.startsWith("v:")) return `[=${key}]`;
  const pairs = Object.entries(JSON.parse(key) as Record<string, unknown>);
  return `[${pairs.map(([field, value]) => `${field}=${JSON.stringify(value)}`).join(",")}]`;
}

function keyOf(name: FieldName): string {
  return name.slice(2);
}

function removeFields(object: Record<string, unknown>, fields: FieldSet): Record<string, unknown> {
  const result = structuredClone(object);
  for (const path of pathsOf(fields)) {
    const parent = valueAt(result, path.slice(0, -1));
    const last = path.at(-1);
    if (isObject(parent) && last !== undefined) delete parent[keyOf(last)];
  }
  return result;
}

function merge(target: unknown, source: unknown, path: string, isAtomic: (path: string) => boolean): unknown {
  if (source === undefined) return target;
  if (!isObject(target) || isAtomic(path)) return source;
  // Who says nothing of an object says nothing of the fields that it has.
  if (source === null) return target;
  if (!isObject(source)) return source;
  const result: Record<string, unknown> = { ...target };
  for (const [key, value] of Object.entries(source)) {
    const merged = merge(result[key], value, path === "" ? key : `${path}.${key}`, isAtomic);
    if (merged !== undefined) result[key] = merged;
  }
  return result;
}

/** Who owns what is as clients have written it: what is not the object's own, as a prototype, is none of its fields. */
function valueAt(value: unknown, path: FieldName[]): unknown {
  return path.reduce<unknown>((at, name) => {
    const key = keyOf(name);
    return isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }, value);
}

function setOf(path: FieldName[]): FieldSet {
  return path.reduceRight<FieldSet>((below, name) => ({ [name]: below }), {});
}
