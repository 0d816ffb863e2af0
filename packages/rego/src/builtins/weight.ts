import { isNumber } from "../values/kinds.ts";
import { RegoMap } from "../values/rego-map.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { PlainObject, Value } from "../values/value.ts";

/** What a member of a composite counts for, in characters. */
export const memberWeight = 64;

/** Weights by identity: values are immutable, and one that holds another several times has each weighed once. */
const remembered = new WeakMap<object, number>();
/** Lighter values are weighed again: what is remembered costs the garbage collector more. */
const leastRemembered = 16 * memberWeight;

/** The size of a value in characters, to be charged: its strings and keys, and 64 for each member. */
export function weight(value: Value): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null || isNumber(value)) return 1;
  const known = remembered.get(value);
  if (known !== undefined) return known;
  const found = weightOfMembers(value);
  if (found >= leastRemembered) remembered.set(value, found);
  return found;
}

function weightOfMembers(value: Extract<Value, object>): number {
  if (Array.isArray(value)) return weightOfAll(value as readonly Value[]);
  if (value instanceof RegoSet) return weightOfAll(value.values());
  let sum = 0;
  if (value instanceof RegoMap) {
    for (const [key, member] of value.entries()) sum += memberWeight + weight(key) + weight(member);
    return sum;
  }
  const object = value as PlainObject;
  for (const key of Object.keys(object)) sum += memberWeight + key.length + weight(object[key] as Value);
  return sum;
}

function weightOfAll(items: Iterable<Value>): number {
  let sum = 0;
  for (const item of items) sum += memberWeight + weight(item);
  return sum;
}
