import type { Context } from "../runtime/context.ts";
import { Decimal } from "../values/decimal.ts";
import type { NumberValue, Value } from "../values/value.ts";
import { charge, fail } from "./define.ts";
import { memberWeight, weight } from "./weight.ts";

/** Longer texts are no result of a built-in: JavaScript's strings end a little later. */
export const longestText = 2 ** 28;

/** Charges for so many members of a composite. */
export function chargeMembers(context: Context, count: number): void {
  charge(context, count * memberWeight);
}

/** Charges for all there is in a value. */
export function chargeValue(context: Context, value: Value): void {
  charge(context, weight(value));
}

/**
 * Charges for a text before it is made, and refuses one that could not be held. A value that holds another many times
 * over is small until it is written out.
 */
export function chargeText(context: Context, length: number): void {
  charge(context, length);
  if (length > longestText) fail("result too large");
}

/** Charges for the digits of numbers that a JavaScript number does not hold; others cost nothing to speak of. */
export function chargeDigits(context: Context, ...values: readonly NumberValue[]): void {
  for (const value of values) {
    if (typeof value === "bigint") charge(context, value.toString(16).length);
    else if (value instanceof Decimal) {
      charge(context, value.coefficient.toString(16).length + Math.abs(value.exponent));
    }
  }
}
