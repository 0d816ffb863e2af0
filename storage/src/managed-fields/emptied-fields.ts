import type { FieldName, FieldSet } from "../meta/fields-v1.ts";
import { isObject } from "../schema/is-object.ts";
import { type IsAtomic, isEmpty, noFields } from "./field-set.ts";
import { prefixBelow } from "./keyed-lists.ts";

/**
 * Fields that an apply sets to `null`, which takes a value away: where there is one, or where its sender took it away before. Of an
 * object whose fields are owned one by one `null` says nothing, and neither does it where nothing is.
 *
 * @param owned By the same sender, before.
 */
export function emptiedFields(
  wanted: Record<string, unknown>,
  current: Record<string, unknown>,
  isAtomic: IsAtomic,
  owned: FieldSet,
  path = "",
): FieldSet {
  const fields: FieldSet = {};
  const prefix = prefixBelow(path);
  for (const key of Object.keys(wanted)) {
    const field: FieldName = `${prefix}:${key}`;
    const old = Object.hasOwn(current, key) ? current[key] : undefined;
    const below = path === "" ? key : `${path}.${key}`;
    const emptied = emptiedBelow(wanted[key], old, isAtomic, owned[field], below);
    if (emptied) fields[field] = emptied;
  }
  return fields;
}

function emptiedBelow(
  wanted: unknown,
  old: unknown,
  isAtomic: IsAtomic,
  owned: FieldSet | undefined,
  path: string,
): FieldSet | undefined {
  const isMerged = isObject(old) && !isAtomic(path);
  if (wanted === null) {
    const isThere = old !== undefined && old !== null;
    return !isMerged && (isThere || owned) ? noFields : undefined;
  }
  if (!isMerged || !isObject(wanted)) return undefined;
  const below = emptiedFields(wanted, old, isAtomic, owned ?? noFields, path);
  return isEmpty(below) ? undefined : below;
}
