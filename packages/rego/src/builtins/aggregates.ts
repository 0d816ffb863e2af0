import type { Context } from "../runtime/context.ts";
import { member, values } from "../runtime/lookup.ts";
import { compare } from "../values/compare.ts";
import { equal } from "../values/equal.ts";
import { isNumber } from "../values/kinds.ts";
import { type NumberValue, toBigInt } from "../values/numbers.ts";
import { sizeOf } from "../values/objects.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { add, multiply, productOfFloats } from "./arithmetic.ts";
import { chargeDigits, chargeMembers, chargeValue } from "./charges.ts";
import { charge, define, mismatchWithin } from "./define.ts";
import { runeLength } from "./runes.ts";

export const aggregates = [
  define("count", ["array|object|set|string"], function (value) {
    if (typeof value === "string") return runeLength(value);
    if (Array.isArray(value)) return value.length;
    const size = value instanceof RegoSet ? value.size : sizeOf(value as Exclude<typeof value, readonly Value[]>);
    charge(this, size);
    return size;
  }),
  define("sum", ["set|array"], function (items) {
    return total(this, items, 0, add);
  }),
  define("product", ["set|array"], function (items) {
    const numbers = listOf(items).map((item) => numberIn(item, items) as NumberValue);
    if (numbers.every((number) => toBigInt(number) !== undefined)) return total(this, items, 1, multiply);
    chargeMembers(this, numbers.length);
    for (const number of numbers) chargeDigits(this, number);
    return productOfFloats(numbers);
  }),
  define("max", ["set|array"], function (items) {
    return best(this, items, 1);
  }),
  define("min", ["set|array"], function (items) {
    return best(this, items, -1);
  }),
  define("sort", ["set|array"], function (items) {
    chargeValue(this, items);
    return listOf(items).toSorted(compare);
  }),
  define("all", ["array|set"], function (items) {
    chargeMembers(this, listOf(items).length);
    return listOf(items).every((item) => item === true);
  }),
  define("any", ["array|set"], function (items) {
    chargeMembers(this, listOf(items).length);
    return listOf(items).some((item) => item === true);
  }),
  define("internal.member_2", ["any", "any"], function (item, collection) {
    return isMember(this, item, collection);
  }),
  define("internal.member_3", ["any", "any", "any"], (key, item, collection) => isMemberAt(key, item, collection)),
];

/** Each step is charged, since the result may grow digit by digit. */
function total(
  context: Context,
  items: readonly Value[] | RegoSet,
  start: NumberValue,
  combine: (left: Value, right: Value) => NumberValue,
): NumberValue {
  let result = start;
  for (const item of listOf(items)) {
    const number = numberIn(item, items);
    chargeMembers(context, 1);
    chargeDigits(context, result, number as NumberValue);
    result = combine(result, number);
  }
  return result;
}

/** The last of the items in Rego's order, or with a sign of -1 the first. */
function best(context: Context, items: readonly Value[] | RegoSet, sign: 1 | -1): Value | undefined {
  chargeValue(context, items);
  let found: Value | undefined;
  for (const item of listOf(items)) if (found === undefined || compare(item, found) * sign > 0) found = item;
  return found;
}

function listOf(items: readonly Value[] | RegoSet): readonly Value[] {
  return items instanceof RegoSet ? items.sorted(compare) : items;
}

function numberIn(item: Value, items: readonly Value[] | RegoSet): Value {
  if (isNumber(item)) return item;
  return mismatchWithin(1, items, "number", item);
}

function isMember(context: Context, item: Value, collection: Value): boolean {
  if (collection instanceof RegoSet) return collection.has(item);
  if (typeof item === "object" && item !== null) chargeValue(context, collection);
  else if (Array.isArray(collection)) charge(context, collection.length * 8);
  return values(collection).some((candidate) => equal(candidate, item));
}

function isMemberAt(key: Value, item: Value, collection: Value): boolean {
  const found = member(collection, key);
  return found !== undefined && equal(found, item);
}
