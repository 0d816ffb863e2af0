import type { Context } from "../runtime/context.ts";
import { compareNumbers, fromBigInt, type NumberValue, toSafeInteger } from "../values/numbers.ts";
import { charge, define, fail, failOperand } from "./define.ts";
import { integerOperand } from "./operands.ts";

function range(context: Context, from: bigint, to: bigint, step: bigint): NumberValue[] {
  const items: NumberValue[] = [];
  const direction = from <= to ? step : -step;
  for (let value = from; from <= to ? value <= to : value >= to; value += direction) {
    charge(context, 64);
    items.push(fromBigInt(value));
  }
  return items;
}

export const numbers = [
  define("numbers.range", ["any", "any"], function (from, to) {
    return range(this, integerOperand(from, 1), integerOperand(to, 2), 1n);
  }),
  define("numbers.range_step", ["any", "any", "any"], function (from, to, step) {
    const first = integerOperand(from, 1);
    const last = integerOperand(to, 2);
    const size = integerOperand(step, 3);
    if (size <= 0n) fail("numbers.range_step: step must be a positive integer");
    return range(this, first, last, size);
  }),
  /** The same seed and bound give the same number all through an evaluation. */
  define("rand.intn", ["string", "number"], function (seed, bound) {
    const limit = toSafeInteger(bound) ?? failOperand(2, "must be integer number but got floating-point number");
    if (compareNumbers(limit, 0) === 0) return 0;
    const key = `rand.intn ${limit} ${seed}`;
    const { builtinState } = this.evaluation;
    const known = (builtinState.get(key) as number | undefined) ?? Math.floor(Math.random() * Math.abs(limit));
    builtinState.set(key, known);
    return known;
  }),
];
