import type { Context } from "../runtime/context.ts";
import { member } from "../runtime/lookup.ts";
import { compare, keysOf } from "../values/compare.ts";
import { equal } from "../values/equal.ts";
import { isArray, isObject } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { ObjectBuilder, sizeOf } from "../values/objects.ts";
import type { RegoMap } from "../values/rego-map.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { PlainObject, Value } from "../values/value.ts";
import { chargeMembers, chargeValue } from "./charges.ts";
import { define, failType, mismatchWithin } from "./define.ts";

type ObjectValue = PlainObject | RegoMap;

export const objects = [
  define("object.get", ["object", "any", "any"], (object, key, fallback) => {
    let value: Value | undefined = object;
    for (const part of isArray(key) ? key : [key]) value = member(value, part);
    return value === undefined ? fallback : value;
  }),
  define("object.keys", ["object"], function (object) {
    chargeMembers(this, sizeOf(object));
    return RegoSet.of(keysOf(object));
  }),
  define("object.union", ["object", "object"], function (left, right) {
    return mergedAll(this, [left, right]);
  }),
  define("object.union_n", ["array"], function (all) {
    const objects = all.map((item) => (isObject(item) ? item : mismatchWithin(1, all, "object", item)));
    return mergedAll(this, objects);
  }),
  define("object.remove", ["object", "object|set|array"], function (object, removed) {
    chargeMembers(this, sizeOf(object));
    chargeMembers(this, lengthOf(removed));
    const gone = keySet(removed);
    return membersWith(object, (key) => !gone.has(key));
  }),
  define("object.filter", ["object", "object|set|array"], function (object, kept) {
    chargeMembers(this, sizeOf(object));
    chargeMembers(this, lengthOf(kept));
    const wanted = keySet(kept);
    return membersWith(object, (key) => wanted.has(key));
  }),
  define("object.subset", ["any", "any"], function (outer, inner) {
    chargeValue(this, inner);
    if (Array.isArray(outer) && inner instanceof RegoSet) {
      const all = RegoSet.of(outer as readonly Value[]);
      chargeValue(this, outer);
      // OPA looks for the end of the set behind each item, so an empty array holds not even an empty set.
      return all.size > 0 && [...inner.values()].every((item) => all.has(item));
    }
    return (
      isSubset(this, outer, inner) ?? failType("both arguments object.subset must be of the same type or array and set")
    );
  }),
];

function lengthOf(keys: readonly Value[] | RegoSet | ObjectValue): number {
  if (keys instanceof RegoSet) return keys.size;
  return Array.isArray(keys) ? keys.length : sizeOf(keys as ObjectValue);
}

function membersWith(object: ObjectValue, isWanted: (key: Value) => boolean): Value {
  const builder = new ObjectBuilder();
  for (const key of keysOf(object)) if (isWanted(key)) builder.set(key, memberOf(object, key) as Value);
  return builder.build();
}

function keySet(keys: readonly Value[] | RegoSet | ObjectValue): RegoSet {
  if (keys instanceof RegoSet) return keys;
  return RegoSet.of(Array.isArray(keys) ? (keys as readonly Value[]) : keysOf(keys as ObjectValue));
}

/** Objects under a key of several are merged in turn; otherwise the last value wins. */
function mergedAll(context: Context, objects: readonly ObjectValue[]): Value {
  const builder = new ObjectBuilder();
  for (const object of objects) {
    chargeMembers(context, sizeOf(object) + 1);
    for (const key of keysOf(object)) {
      const value = memberOf(object, key) as Value;
      const known = builder.get(key);
      const isMerged = known !== undefined && isObject(known) && isObject(value);
      builder.set(key, isMerged ? mergedAll(context, [known, value]) : value);
    }
  }
  return builder.build();
}

function isSubset(context: Context, outer: Value, inner: Value): boolean | undefined {
  if (outer instanceof RegoSet && inner instanceof RegoSet) return [...inner.values()].every((item) => outer.has(item));
  if (Array.isArray(outer) && Array.isArray(inner))
    return containsRun(context, outer as readonly Value[], inner as readonly Value[]);
  if (!isObject(outer) || !isObject(inner)) return undefined;
  return keysOf(inner).every((key) => {
    const own = memberOf(outer, key);
    const wanted = memberOf(inner, key) as Value;
    return own !== undefined && (equal(own, wanted) || isSubset(context, own, wanted) === true);
  });
}

function containsRun(context: Context, outer: readonly Value[], inner: readonly Value[]): boolean {
  for (let start = 0; start + inner.length <= outer.length; start++) {
    const same = (item: Value, i: number): boolean => {
      chargeMembers(context, 1);
      return compare(item, outer[start + i] as Value) === 0;
    };
    if (inner.every(same)) return true;
  }
  return false;
}
