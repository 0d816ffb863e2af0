import { member } from "../runtime/lookup.ts";
import { compare, keysOf } from "../values/compare.ts";
import { equal } from "../values/equal.ts";
import { isArray, isObject } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { ObjectBuilder, objectOf } from "../values/objects.ts";
import type { RegoMap } from "../values/rego-map.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { PlainObject, Value } from "../values/value.ts";
import { charge, define, failOperand } from "./define.ts";

type ObjectValue = PlainObject | RegoMap;

export const objects = [
  define("object.get", ["object", "any", "any"], (object, key, fallback) => {
    let value: Value | undefined = object;
    for (const part of isArray(key) ? key : [key]) value = member(value, part);
    return value === undefined ? fallback : value;
  }),
  define("object.keys", ["object"], (object) => RegoSet.of(keysOf(object))),
  define("object.union", ["object", "object"], function (left, right) {
    charge(this, keysOf(left).length + keysOf(right).length);
    return merged(left, right);
  }),
  define("object.union_n", ["array"], (all) =>
    all.reduce<Value>((result, item) => {
      if (!isObject(item)) failOperand(1, `must be array of objects but got array containing ${typeof item}`);
      return merged(result as ObjectValue, item);
    }, {}),
  ),
  define("object.remove", ["object", "object|set|array"], (object, removed) => {
    const gone = keySet(removed);
    return objectOf(entriesOf(object).filter(([key]) => !gone.has(key)));
  }),
  define("object.filter", ["object", "object|set|array"], (object, kept) => {
    const wanted = keySet(kept);
    return objectOf(entriesOf(object).filter(([key]) => wanted.has(key)));
  }),
  define("object.subset", ["object|set|array", "object|set|array"], (outer, inner) => {
    if (Array.isArray(outer) && inner instanceof RegoSet)
      return [...inner.values()].every((item) => outer.some((other) => equal(other, item)));
    return isSubset(outer, inner) ?? failOperand(1, "and operand 2 must both be of type array, object or set");
  }),
];

function entriesOf(object: ObjectValue): [Value, Value][] {
  return keysOf(object).map((key) => [key, memberOf(object, key) as Value]);
}

function keySet(keys: readonly Value[] | RegoSet | ObjectValue): RegoSet {
  if (keys instanceof RegoSet) return keys;
  return RegoSet.of(Array.isArray(keys) ? (keys as readonly Value[]) : keysOf(keys as ObjectValue));
}

/** Objects under a key of both are merged in turn; otherwise the right value wins. */
function merged(left: ObjectValue, right: ObjectValue): Value {
  const builder = new ObjectBuilder();
  for (const [key, value] of entriesOf(left)) builder.set(key, value);
  for (const [key, value] of entriesOf(right)) {
    const known = builder.get(key);
    builder.set(key, known !== undefined && isObject(known) && isObject(value) ? merged(known, value) : value);
  }
  return builder.build();
}

function isSubset(outer: Value, inner: Value): boolean | undefined {
  if (outer instanceof RegoSet && inner instanceof RegoSet) return [...inner.values()].every((item) => outer.has(item));
  if (Array.isArray(outer) && Array.isArray(inner))
    return containsRun(outer as readonly Value[], inner as readonly Value[]);
  if (!isObject(outer) || !isObject(inner)) return undefined;
  return keysOf(inner).every((key) => {
    const own = memberOf(outer, key);
    const wanted = memberOf(inner, key) as Value;
    return own !== undefined && (equal(own, wanted) || isSubset(own, wanted) === true);
  });
}

function containsRun(outer: readonly Value[], inner: readonly Value[]): boolean {
  for (let start = 0; start + inner.length <= outer.length; start++) {
    if (inner.every((item, i) => compare(item, outer[start + i] as Value) === 0)) return true;
  }
  return false;
}
