import type { Context } from "../runtime/context.ts";
import { isNumber } from "../values/kinds.ts";
import { fromBigInt } from "../values/numbers.ts";
import type { Value } from "../values/value.ts";
import { chargeDigits } from "./charges.ts";
import { type Builtin, charge, define, fail, failOperand } from "./define.ts";
import { integerOperand } from "./operands.ts";

/** A left shift by more than this would make a number of megabytes. */
const widestShift = 1n << 20n;

function shift(value: Value): bigint {
  const count = integerOperand(value, 2);
  if (count < 0n) failOperand(2, "must be an unsigned integer number but got a negative integer");
  return BigInt.asUintN(64, count);
}

/** Charges for the digits of an operand before it is made an integer. */
function paid(context: Context, value: Value): Value {
  if (isNumber(value)) chargeDigits(context, value);
  return value;
}

function binary(name: string, compute: (left: bigint, right: bigint) => bigint): Builtin {
  return define(name, ["any", "any"], function (left, right) {
    return fromBigInt(compute(integerOperand(paid(this, left), 1), integerOperand(paid(this, right), 2)));
  });
}

export const bits = [
  binary("bits.and", (a, b) => a & b),
  binary("bits.or", (a, b) => a | b),
  binary("bits.xor", (a, b) => a ^ b),
  define("bits.negate", ["any"], function (a) {
    return fromBigInt(~integerOperand(paid(this, a), 1));
  }),
  define("bits.lsh", ["any", "any"], function (a, b) {
    const value = integerOperand(paid(this, a), 1);
    const count = shift(b);
    if (count > widestShift) fail("shift too large");
    charge(this, Number(count));
    return fromBigInt(value << count);
  }),
  define("bits.rsh", ["any", "any"], function (a, b) {
    const value = integerOperand(paid(this, a), 1);
    const count = shift(b);
    return fromBigInt(count > widestShift ? (value < 0n ? -1n : 0n) : value >> count);
  }),
];
