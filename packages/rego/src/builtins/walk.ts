import type { Context } from "../runtime/context.ts";
import { compare, keysOf } from "../values/compare.ts";
import { isObject } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { charge, define } from "./define.ts";

/**
 * `walk` is a relation: it has a result for every value inside another. It is called for the list of all of them, over
 * which the caller's loop goes.
 */
export const walk = [
  define("walk", ["any"], function (value) {
    const found: Value[] = [];
    visit(this, value, [], found);
    return found;
  }),
];

function visit(context: Context, value: Value, path: readonly Value[], found: Value[]): void {
  charge(context, 64 + 8 * path.length);
  found.push([path, value]);
  if (Array.isArray(value)) {
    for (const [i, item] of (value as readonly Value[]).entries()) visit(context, item, [...path, i], found);
  } else if (value instanceof RegoSet) {
    for (const member of value.sorted(compare)) visit(context, member, [...path, member], found);
  } else if (isObject(value)) {
    for (const key of keysOf(value)) visit(context, memberOf(value, key) as Value, [...path, key], found);
  }
}
