import { compare } from "../values/compare.ts";
import { equal } from "../values/equal.ts";
import type { Value } from "../values/value.ts";
import { chargeValue } from "./charges.ts";
import { type Builtin, define } from "./define.ts";

function comparison(name: string, compute: (left: Value, right: Value) => boolean): Builtin {
  return define(name, ["any", "any"], function (left, right) {
    chargeValue(this, left);
    return compute(left, right);
  });
}

export const comparisons = [
  comparison("equal", equal),
  comparison("eq", equal),
  comparison("neq", (left, right) => !equal(left, right)),
  comparison("lt", (left, right) => compare(left, right) < 0),
  comparison("lte", (left, right) => compare(left, right) <= 0),
  comparison("gt", (left, right) => compare(left, right) > 0),
  comparison("gte", (left, right) => compare(left, right) >= 0),
];
