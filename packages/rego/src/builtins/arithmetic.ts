import { type BigFloat, floatOf, negated, product, quotient, shortestDecimal, sum } from "../values/big-float.ts";
import { Decimal } from "../values/decimal.ts";
import { isNumber } from "../values/kinds.ts";
import { compareNumbers, fromBigInt, fromDecimal, type NumberValue, toBigInt, toDecimal } from "../values/numbers.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { chargeDigits, chargeMembers } from "./charges.ts";
import { type Builtin, define, fail, mismatch } from "./define.ts";

/** The largest product of two safe integers of this size is safe. */
const largestFactor = 94_906_265;

export function add(left: Value, right: Value): NumberValue {
  if (
    typeof left === "number" &&
    typeof right === "number" &&
    Number.isSafeInteger(left) &&
    Number.isSafeInteger(right)
  ) {
    const result = left + right;
    if (Number.isSafeInteger(result)) return result;
  }
  return exactly(left as NumberValue, right as NumberValue, (a, b) => a + b, sum);
}

function subtract(left: NumberValue, right: NumberValue): NumberValue {
  if (
    typeof left === "number" &&
    typeof right === "number" &&
    Number.isSafeInteger(left) &&
    Number.isSafeInteger(right)
  ) {
    const result = left - right;
    if (Number.isSafeInteger(result)) return result;
  }
  return exactly(
    left,
    right,
    (a, b) => a - b,
    (a, b) => sum(a, negated(b)),
  );
}

export function multiply(left: Value, right: Value): NumberValue {
  if (isFactor(left) && isFactor(right)) return left * right + 0;
  return exactly(left as NumberValue, right as NumberValue, (a, b) => a * b, product);
}

/** As OPA multiplies numbers of a collection where one is no integer: with 53 bits of precision on the way. */
export function productOfFloats(numbers: readonly NumberValue[]): NumberValue {
  const bits = 53;
  const one: BigFloat = { mantissa: 1n, exponent: 0 };
  const result = numbers.reduce((soFar, number) => product(soFar, asFloat(number), bits), one);
  return fromDecimal(shortestDecimal(result, bits));
}

function isFactor(value: Value): value is number {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= largestFactor;
}

function exactly(
  left: NumberValue,
  right: NumberValue,
  integers: (a: bigint, b: bigint) => bigint,
  floats: (a: BigFloat, b: BigFloat) => BigFloat,
): NumberValue {
  const a = toBigInt(left);
  const b = toBigInt(right);
  if (a !== undefined && b !== undefined) return fromBigInt(integers(a, b));
  return fromFloat(floats(asFloat(left), asFloat(right)));
}

function asFloat(value: NumberValue): BigFloat {
  return floatOf(toDecimal(value));
}

function fromFloat(value: BigFloat): NumberValue {
  return fromDecimal(shortestDecimal(value));
}

function divide(left: NumberValue, right: NumberValue): NumberValue {
  if (compareNumbers(right, 0) === 0) fail("divide by zero");
  if (
    typeof left === "number" &&
    typeof right === "number" &&
    Number.isSafeInteger(left) &&
    Number.isSafeInteger(right)
  ) {
    const result = left / right;
    if (Number.isSafeInteger(result)) return result + 0;
  }
  return fromFloat(quotient(asFloat(left), asFloat(right)));
}

function remainder(left: NumberValue, right: NumberValue): NumberValue {
  const a = toBigInt(left);
  const b = toBigInt(right);
  if (a === undefined || b === undefined) return fail("modulo on floating-point number");
  if (b === 0n) return fail("modulo by zero");
  return fromBigInt(a % b);
}

/** Rounds a decimal to an integer: `up` says whether the part behind the point carries. */
function toInteger(value: NumberValue, carry: (fraction: Decimal, isNegative: boolean) => boolean): NumberValue {
  if (toBigInt(value) !== undefined) return value;
  const { coefficient, exponent } = toDecimal(value);
  if (exponent >= 0) return value;
  const unit = 10n ** BigInt(-exponent);
  const isNegative = coefficient < 0n;
  const magnitude = isNegative ? -coefficient : coefficient;
  const whole = magnitude / unit;
  const carried = carry(Decimal.of(magnitude % unit, exponent), isNegative) ? whole + 1n : whole;
  return fromBigInt(isNegative ? -carried : carried);
}

const half = Decimal.of(5n, -1);

/** Numbers with many digits cost as many steps: those of the operands, which are as many as those of the result. */
function binary(name: string, compute: (left: NumberValue, right: NumberValue) => NumberValue): Builtin {
  return define(name, ["number", "number"], function (left, right) {
    chargeDigits(this, left, right);
    return compute(left, right);
  });
}

function unary(name: string, compute: (value: NumberValue) => NumberValue): Builtin {
  return define(name, ["number"], function (value) {
    chargeDigits(this, value);
    return compute(value);
  });
}

export const arithmetic = [
  binary("plus", add),
  define("minus", ["number|set", "any"], function (left, right) {
    if (isNumber(left) && isNumber(right)) {
      chargeDigits(this, left, right);
      return subtract(left, right);
    }
    if (left instanceof RegoSet && right instanceof RegoSet) {
      chargeMembers(this, left.size);
      return RegoSet.of([...left.values()].filter((member) => !right.has(member)));
    }
    return mismatch(2, isNumber(right) ? "set" : "number", right);
  }),
  binary("mul", multiply),
  binary("div", divide),
  binary("rem", remainder),
  unary("abs", (value) => (compareNumbers(value, 0) < 0 ? subtract(0, value) : value)),
  unary("round", (value) => toInteger(value, (fraction) => compareNumbers(fraction, half) >= 0)),
  unary("ceil", (value) => toInteger(value, (_fraction, isNegative) => !isNegative)),
  unary("floor", (value) => toInteger(value, (_fraction, isNegative) => isNegative)),
];
