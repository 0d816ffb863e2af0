import { type NumberValue, toBigInt } from "../values/numbers.ts";

/** An operand that Go holds in an `int`: undefined for fractions and what has more than 64 bits, near enough for the rest. */
export function toInt64(value: NumberValue): number | undefined {
  const integer = toBigInt(value);
  return integer === undefined || BigInt.asIntN(64, integer) !== integer ? undefined : Number(integer);
}
