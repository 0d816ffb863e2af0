import { toSafeInteger } from "../values/numbers.ts";
import type { Value } from "../values/value.ts";
import { charge, define, failOperand } from "./define.ts";

export const arrays = [
  define("array.concat", ["array", "array"], function (left, right) {
    charge(this, left.length + right.length);
    return [...left, ...right];
  }),
  define("array.slice", ["array", "number", "number"], function (list, from, to) {
    const start = toSafeInteger(from);
    const stop = toSafeInteger(to);
    if (start === undefined || stop === undefined)
      failOperand(start === undefined ? 2 : 3, "must be integer number but got floating-point number");
    const begin = Math.max(0, start);
    charge(this, list.length);
    return list.slice(begin, Math.max(begin, stop));
  }),
  define("array.reverse", ["array"], function (list) {
    charge(this, list.length);
    return list.toReversed();
  }),
  define("array.flatten", ["array"], function (list) {
    charge(this, list.length);
    return list.flat() as Value[];
  }),
];
