import { compareStrings } from "./compare-strings.ts";
import { noteMembers } from "./effort.ts";
import { typeOrder } from "./kinds.ts";
import { memberOf } from "./member-of.ts";
import { compareNumbers, type NumberValue } from "./numbers.ts";
import { RegoMap } from "./rego-map.ts";
import type { RegoSet } from "./rego-set.ts";
import type { PlainObject, Value } from "./value.ts";

/** Rego's total order over all values: by type, then by value. Negative, zero or positive. */
export function compare(left: Value, right: Value): number {
  if (left === right) return 0;
  const order = typeOrder(left);
  const difference = order - typeOrder(right);
  if (difference !== 0) return difference;
  switch (order) {
    case 1:
      return left === true ? 1 : -1;
    case 2:
      return compareNumbers(left as NumberValue, right as NumberValue);
    case 3:
      return compareStrings(left as string, right as string);
    case 4:
      return compareLists(left as readonly Value[], right as readonly Value[]);
    case 5:
      return compareObjects(left as PlainObject, right as PlainObject);
    case 6:
      return compareLists((left as RegoSet).sorted(compare), (right as RegoSet).sorted(compare));
    default:
      return 0;
  }
}

function compareLists(left: readonly Value[], right: readonly Value[]): number {
  const length = Math.min(left.length, right.length);
  noteMembers(length);
  for (let i = 0; i < length; i++) {
    const difference = compare(left[i] as Value, right[i] as Value);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function compareObjects(left: PlainObject | RegoMap, right: PlainObject | RegoMap): number {
  const leftKeys = keysOf(left);
  const rightKeys = keysOf(right);
  const length = Math.min(leftKeys.length, rightKeys.length);
  noteMembers(length);
  for (let i = 0; i < length; i++) {
    const key = leftKeys[i] as Value;
    const other = rightKeys[i] as Value;
    const byKey = compare(key, other);
    if (byKey !== 0) return byKey;
    const byValue = compare(memberOf(left, key) as Value, memberOf(right, other) as Value);
    if (byValue !== 0) return byValue;
  }
  return leftKeys.length - rightKeys.length;
}

/** Keys in Rego's order. The keys of a plain object are sorted only when they are not already in order. */
export function keysOf(object: PlainObject | RegoMap): readonly Value[] {
  if (object instanceof RegoMap) return object.sortedKeys(compare);
  const keys = Object.keys(object);
  for (let i = 1; i < keys.length; i++) {
    if (compareStrings(keys[i - 1] as string, keys[i] as string) > 0) return keys.toSorted(compareStrings);
  }
  return keys;
}
