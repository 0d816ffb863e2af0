import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";

/** Work on longer texts is charged for, which is for the built-in to do. */
const longest = 64;

export function areShort(left: Value, right: Value): boolean {
  return typeof left === "string" && typeof right === "string" && left.length <= longest && right.length <= longest;
}

/** `%s` of a short string; undefined for what takes longer. */
export function textOf(value: Value): string | undefined {
  return typeof value === "string" && value.length <= longest ? value : undefined;
}

/** `%d` of an integer. */
export function digitsOf(value: Value): string | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : undefined;
}

/** `%v` of a short string or an integer. */
export function shownOf(value: Value): string | undefined {
  return typeof value === "string" ? textOf(value) : digitsOf(value);
}

/** Whether a set has a member; undefined for other collections. */
export function memberOfSet(item: Value, collection: Value): boolean | undefined {
  return collection instanceof RegoSet ? collection.has(item) : undefined;
}
