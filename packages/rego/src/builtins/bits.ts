import { fromBigInt, toBigInt } from "../values/numbers.ts";
import type { NumberValue } from "../values/value.ts";
import { charge, define, fail, failOperand } from "./define.ts";

/** A left shift by more than this would make a number of megabytes. */
const widestShift = 1n << 20n;

function integer(value: NumberValue, position: number): bigint {
  return toBigInt(value) ?? failOperand(position, "must be integer number but got floating-point number");
}

function shift(value: NumberValue): bigint {
  const count = integer(value, 2);
  if (count < 0n) failOperand(2, "must be an unsigned integer number but got a negative integer");
  return count;
}

export const bits = [
  define("bits.and", ["number", "number"], (a, b) => fromBigInt(integer(a, 1) & integer(b, 2))),
  define("bits.or", ["number", "number"], (a, b) => fromBigInt(integer(a, 1) | integer(b, 2))),
  define("bits.xor", ["number", "number"], (a, b) => fromBigInt(integer(a, 1) ^ integer(b, 2))),
  define("bits.negate", ["number"], (a) => fromBigInt(~integer(a, 1))),
  define("bits.lsh", ["number", "number"], function (a, b) {
    const count = shift(b);
    if (count > widestShift) fail("shift too large");
    charge(this, Number(count));
    return fromBigInt(integer(a, 1) << count);
  }),
  define("bits.rsh", ["number", "number"], (a, b) => {
    const value = integer(a, 1);
    const count = shift(b);
    return fromBigInt(count > widestShift ? (value < 0n ? -1n : 0n) : value >> count);
  }),
];
