import { compare } from "../values/compare.ts";
import { equal } from "../values/equal.ts";
import { define } from "./define.ts";

export const comparisons = [
  define("equal", ["any", "any"], (left, right) => equal(left, right)),
  define("eq", ["any", "any"], (left, right) => equal(left, right)),
  define("neq", ["any", "any"], (left, right) => !equal(left, right)),
  define("lt", ["any", "any"], (left, right) => compare(left, right) < 0),
  define("lte", ["any", "any"], (left, right) => compare(left, right) <= 0),
  define("gt", ["any", "any"], (left, right) => compare(left, right) > 0),
  define("gte", ["any", "any"], (left, right) => compare(left, right) >= 0),
];
