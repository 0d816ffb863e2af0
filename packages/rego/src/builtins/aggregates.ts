import { member, values } from "../runtime/lookup.ts";
import { compare } from "../values/compare.ts";
import { equal } from "../values/equal.ts";
import { isNumber } from "../values/kinds.ts";
import { sizeOf } from "../values/objects.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { add, multiply } from "./arithmetic.ts";
import { charge, define, failOperand } from "./define.ts";
import { runeLength } from "./runes.ts";

export const aggregates = [
  define("count", ["array|object|set|string"], (value) => {
    if (typeof value === "string") return runeLength(value);
    if (Array.isArray(value)) return value.length;
    return value instanceof RegoSet ? value.size : sizeOf(value as Exclude<typeof value, readonly Value[]>);
  }),
  define("sum", ["array|set"], (items) =>
    listOf(items).reduce((sum, item) => add(sum, numberIn(item, items)), 0 as Value),
  ),
  define("product", ["array|set"], (items) =>
    listOf(items).reduce((product, item) => multiply(product, numberIn(item, items)), 1 as Value),
  ),
  define("max", ["array|set"], (items) =>
    listOf(items).reduce<Value | undefined>(
      (best, item) => (best === undefined || compare(item, best) > 0 ? item : best),
      undefined,
    ),
  ),
  define("min", ["array|set"], (items) =>
    listOf(items).reduce<Value | undefined>(
      (best, item) => (best === undefined || compare(item, best) < 0 ? item : best),
      undefined,
    ),
  ),
  define("sort", ["array|set"], function (items) {
    charge(this, listOf(items).length * 8);
    return listOf(items).toSorted(compare);
  }),
  define("all", ["array|set"], (items) => listOf(items).every((item) => item === true)),
  define("any", ["array|set"], (items) => listOf(items).some((item) => item === true)),
  define("internal.member_2", ["any", "any"], (item, collection) => isMember(item, collection)),
  define("internal.member_3", ["any", "any", "any"], (key, item, collection) => isMemberAt(key, item, collection)),
];

function listOf(items: readonly Value[] | RegoSet): readonly Value[] {
  return items instanceof RegoSet ? items.sorted(compare) : items;
}

function numberIn(item: Value, items: readonly Value[] | RegoSet): Value {
  if (isNumber(item)) return item;
  const kind = items instanceof RegoSet ? "set" : "array";
  return failOperand(1, `must be ${kind} of numbers but got ${kind} containing ${typeof item}`);
}

function isMember(item: Value, collection: Value): boolean {
  if (collection instanceof RegoSet) return collection.has(item);
  return values(collection).some((candidate) => equal(candidate, item));
}

function isMemberAt(key: Value, item: Value, collection: Value): boolean {
  const found = member(collection, key);
  return found !== undefined && equal(found, item);
}
