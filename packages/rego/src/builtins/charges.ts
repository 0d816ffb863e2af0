import { RegoLimitError } from "../errors.ts";
import type { Context } from "../runtime/context.ts";
import { Decimal } from "../values/decimal.ts";
import type { NumberValue } from "../values/numbers.ts";
import type { Value } from "../values/value.ts";
import { charge, fail } from "./define.ts";
import { memberWeight, weight } from "./weight.ts";

/** Longer texts are no result of a built-in: JavaScript's strings end a little later. */
export const longestText = 2 ** 28;

/**
 * Ends an evaluation before work that a library does in one go and that would take longer than there is time.
 * `milliseconds` is how long it takes at least.
 */
export function mustFit(context: Context, milliseconds: number): void {
  const { state } = context;
  if (state.timeLeft(milliseconds) < milliseconds) throw new RegoLimitError("deadline", state.ruleName());
}

/** Decimal digits are read and written in more than linear time. */
const longNumber = 100_000;

/** Ends an evaluation before it reads a text with longer numbers than there is time for. */
export function mustFitNumbers(context: Context, text: string): void {
  if (text.length < longNumber) return;
  for (const [digits] of text.matchAll(/\d{100000,}/g)) mustFitDigits(context, digits.length);
}

/** As {@link mustFitNumbers}, for numbers that are to be written. */
export function mustFitWritten(context: Context, values: readonly Value[]): void {
  for (const value of values) {
    const integer = typeof value === "bigint" ? value : value instanceof Decimal ? value.coefficient : 0n;
    mustFitDigits(context, integer.toString(16).length);
  }
}

function mustFitDigits(context: Context, count: number): void {
  if (count > longNumber) mustFit(context, (count / 20_000) ** 1.5);
}

/** Charges for so many members of a composite. */
export function chargeMembers(context: Context, count: number): void {
  charge(context, count * memberWeight);
}

/** Charges for all there is in a value. */
export function chargeValue(context: Context, value: Value): void {
  charge(context, weight(value));
}

/** The room for a longer text is looked for before it is made. */
const lookedFor = 2 ** 20;

/**
 * Charges for a text before it is made, and refuses one that could not be held. A value that holds another many times
 * over is small until it is written out.
 */
export function chargeText(context: Context, length: number): void {
  charge(context, length);
  if (length > longestText) fail("result too large");
  if (length > lookedFor) context.state.mustHold(length);
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
