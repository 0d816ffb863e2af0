import type { FieldName, FieldSet } from "../meta/fields-v1.ts";
import { isObject } from "../schema/is-object.ts";
import { prefixBelow } from "./keyed-lists.ts";

/** Whether the value at a dotted path is owned as a whole although it is an object. Lists always are. */
export type IsAtomic = (path: string) => boolean;

export const noFields: FieldSet = {};

/**
 * Fields that have a value; `null` is none. An object without fields of its own has none, so that two managers can both
 * keep it.
 */
export function fieldsOf(value: Record<string, unknown>, isAtomic: IsAtomic, path = ""): FieldSet {
  const fields: FieldSet = {};
  const prefix = prefixBelow(path);
  for (const key in value) {
    const each = value[key];
    if (each === undefined || each === null) continue;
    const inner = isObject(each) ? fieldsBelow(each, isAtomic, path === "" ? key : `${path}.${key}`) : noFields;
    if (inner) fields[`${prefix}:${key}`] = inner;
  }
  return fields;
}

function fieldsBelow(value: Record<string, unknown>, isAtomic: IsAtomic, path: string): FieldSet | undefined {
  if (isAtomic(path)) return noFields;
  const fields = fieldsOf(value, isAtomic, path);
  return isEmpty(fields) ? undefined : fields;
}

/** Fields whose value is not the same in both, or is in one only. */
export function changedFields(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  isAtomic: IsAtomic,
  isEqual: (a: unknown, b: unknown) => boolean,
  path = "",
): FieldSet {
  const fields: FieldSet = {};
  const prefix = prefixBelow(path);
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, young] = [before[key], after[key]];
    const below = path === "" ? key : `${path}.${key}`;
    if (isAtomic(below) || !isTree(old, young)) {
      if (!isEqual(old, young)) fields[`${prefix}:${key}`] = noFields;
      continue;
    }
    const inner = changedFields(isObject(old) ? old : {}, isObject(young) ? young : {}, isAtomic, isEqual, below);
    if (!isEmpty(inner)) fields[`${prefix}:${key}`] = inner;
  }
  return fields;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  const result: FieldSet = { ...a };
  for (const [field, below] of entries(b)) {
    const known = result[field];
    result[field] = known === undefined ? below : isEmpty(known) || isEmpty(below) ? noFields : union(known, below);
  }
  return result;
}

/** Fields of `a` without those of `b`, and without what lies below one of them. */
export function without(a: FieldSet, b: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const [field, below] of entries(a)) {
    const taken = b[field];
    if (taken === undefined) result[field] = below;
    else if (!isEmpty(taken) && !isEmpty(below)) {
      const rest = without(below, taken);
      if (!isEmpty(rest)) result[field] = rest;
    }
  }
  return result;
}

/** Fields that both have: where one owns a whole value and the other a part of it, the part. */
export function common(a: FieldSet, b: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const [field, below] of entries(a)) {
    const other = b[field];
    if (other === undefined) continue;
    if (isEmpty(below) || isEmpty(other)) result[field] = isEmpty(below) ? other : below;
    else {
      const shared = common(below, other);
      if (!isEmpty(shared)) result[field] = shared;
    }
  }
  return result;
}

/** Every field that owns a whole value, as a list of names. */
export function* pathsOf(fields: FieldSet, above: FieldName[] = []): Generator<FieldName[]> {
  for (const [field, below] of entries(fields)) {
    const path = [...above, field];
    if (isEmpty(below)) yield path;
    else yield* pathsOf(below, path);
  }
}

export function isEmpty(fields: FieldSet): boolean {
  for (const _ in fields) return false;
  return true;
}

function entries(fields: FieldSet): [FieldName, FieldSet][] {
  return Object.entries(fields) as [FieldName, FieldSet][];
}

/** Whether two values are looked at field by field: both are objects, or one is and the other is not there. */
function isTree(old: unknown, young: unknown): boolean {
  if (isObject(old)) return young === undefined || isObject(young);
  return old === undefined && isObject(young);
}
