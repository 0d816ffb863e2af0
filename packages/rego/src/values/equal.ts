import { noteMembers } from "./effort.ts";
import { Composite, type PlainObject, type Value } from "./value.ts";

/** Deep equality. Shared structure is equal without being walked. */
export function equal(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (left instanceof Composite) return left.equals(right);
  if (Array.isArray(left)) return Array.isArray(right) && equalLists(left, right);
  if (Array.isArray(right) || right instanceof Composite) return false;
  return equalObjects(left as PlainObject, right as PlainObject);
}

function equalLists(left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false;
  noteMembers(left.length);
  for (let i = 0; i < left.length; i++) {
    if (!equal(left[i] as Value, right[i] as Value)) return false;
  }
  return true;
}

/** No lists of keys: most objects that are compared differ in their first member. */
function equalObjects(left: PlainObject, right: PlainObject): boolean {
  let count = 0;
  let isEqual = true;
  for (const key in left) {
    if (!Object.hasOwn(left, key)) continue;
    count += 1;
    isEqual = Object.hasOwn(right, key) && equal(left[key] as Value, right[key] as Value);
    if (!isEqual) break;
  }
  noteMembers(count);
  return isEqual && count === countOf(right);
}

function countOf(object: PlainObject): number {
  let count = 0;
  for (const key in object) if (Object.hasOwn(object, key)) count += 1;
  return count;
}
