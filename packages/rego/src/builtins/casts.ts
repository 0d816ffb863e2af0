import { compare } from "../values/compare.ts";
import { RegoSet } from "../values/rego-set.ts";
import { chargeValue } from "./charges.ts";
import { define } from "./define.ts";

/** Assertions of a type: the value itself, or undefined. Arrays and sets are converted to each other. */
export const casts = [
  define("cast_array", ["array|set"], function (value) {
    chargeValue(this, value);
    return value instanceof RegoSet ? value.sorted(compare) : value;
  }),
  define("cast_set", ["array|set"], function (value) {
    chargeValue(this, value);
    return value instanceof RegoSet ? value : RegoSet.of(value);
  }),
  define("cast_string", ["string"], (value) => value),
  define("cast_boolean", ["boolean"], (value) => value),
  define("cast_null", ["null"], (value) => value),
  define("cast_object", ["object"], (value) => value),
];
