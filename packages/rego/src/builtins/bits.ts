import { fromBigInt, toBigInt } from "../values/numbers.ts";
import type { NumberValue } from "../values/value.ts";
import { chargeDigits } from "./charges.ts";
import { type Builtin, charge, define, fail, failOperand } from "./define.ts";

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

function binary(name: string, compute: (left: bigint, right: bigint) => bigint): Builtin {
  return define(name, ["number", "number"], function (left, right) {
    chargeDigits(this, left, right);
    return fromBigInt(compute(integer(left, 1), integer(right, 2)));
  });
}

export const bits = [
  binary("bits.and", (a, b) => a & b),
  binary("bits.or", (a, b) => a | b),
  binary("bits.xor", (a, b) => a ^ b),
  define("bits.negate", ["number"], function (a) {
    chargeDigits(this, a);
    return fromBigInt(~integer(a, 1));
  }),
  define("bits.lsh", ["number", "number"], function (a, b) {
    const count = shift(b);
    if (count > widestShift) fail("shift too large");
    chargeDigits(this, a);
    charge(this, Number(count));
    return fromBigInt(integer(a, 1) << count);
  }),
  define("bits.rsh", ["number", "number"], function (a, b) {
    const value = integer(a, 1);
    const count = shift(b);
    chargeDigits(this, a);
    return fromBigInt(count > widestShift ? (value < 0n ? -1n : 0n) : value >> count);
  }),
];
