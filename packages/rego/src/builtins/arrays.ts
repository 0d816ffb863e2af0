import type { Value } from "../values/value.ts";
import { chargeMembers } from "./charges.ts";
import { define, failOperand } from "./define.ts";
import { toInt64 } from "./int64.ts";

export const arrays = [
  define("array.concat", ["array", "array"], function (left, right) {
    chargeMembers(this, left.length + right.length);
    return [...left, ...right];
  }),
  define("array.slice", ["array", "number", "number"], function (list, from, to) {
    const start = toInt64(from);
    const stop = toInt64(to);
    if (start === undefined || stop === undefined)
      failOperand(start === undefined ? 2 : 3, "must be integer number but got floating-point number");
    const begin = Math.max(0, start);
    chargeMembers(this, Math.max(0, Math.min(list.length, stop) - begin));
    return list.slice(begin, Math.max(begin, stop));
  }),
  define("array.reverse", ["array"], function (list) {
    chargeMembers(this, list.length);
    return list.toReversed();
  }),
  define("array.flatten", ["array"], function (list) {
    for (const item of list) chargeMembers(this, Array.isArray(item) ? item.length + 1 : 1);
    return list.flat() as Value[];
  }),
];
