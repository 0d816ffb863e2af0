import { chargeMembers } from "./charges.ts";
import { define } from "./define.ts";
import { intOperand } from "./operands.ts";

export const arrays = [
  define("array.concat", ["array", "array"], function (left, right) {
    chargeMembers(this, left.length + right.length);
    return [...left, ...right];
  }),
  define("array.slice", ["array", "any", "any"], function (list, from, to) {
    const start = intOperand(from, 2);
    const stop = intOperand(to, 3);
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
    return list.flat();
  }),
];
