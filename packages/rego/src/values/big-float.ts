import { Decimal } from "./decimal.ts";

/**
 * Binary floating point with a 64-bit mantissa, rounding half to even: the precision in which OPA does arithmetic on
 * numbers that are not integers (Go's `big.Float`). The value is `mantissa × 2^exponent`.
 */
export type BigFloat = { readonly mantissa: bigint; readonly exponent: number };

const precision = 64;

export function floatOf({ coefficient, exponent }: Decimal): BigFloat {
  if (exponent >= 0) return rounded(coefficient * 10n ** BigInt(exponent), 0);
  return quotient({ mantissa: coefficient, exponent: 0 }, { mantissa: 10n ** BigInt(-exponent), exponent: 0 });
}

export function sum(left: BigFloat, right: BigFloat): BigFloat {
  const exponent = Math.min(left.exponent, right.exponent);
  const a = left.mantissa << BigInt(left.exponent - exponent);
  const b = right.mantissa << BigInt(right.exponent - exponent);
  return rounded(a + b, exponent);
}

export function product(left: BigFloat, right: BigFloat, bits = precision): BigFloat {
  return rounded(left.mantissa * right.mantissa, left.exponent + right.exponent, bits);
}

export function quotient(left: BigFloat, right: BigFloat): BigFloat {
  const shift = Math.max(0, precision + 2 + bitLength(right.mantissa) - bitLength(left.mantissa));
  const numerator = left.mantissa << BigInt(shift);
  const whole = numerator / right.mantissa;
  // A sticky bit below the last one tells rounding that the quotient goes on.
  const sticky = numerator % right.mantissa === 0n ? 0n : numerator < 0n !== right.mantissa < 0n ? -1n : 1n;
  return rounded(whole * 2n + sticky, left.exponent - right.exponent - shift - 1);
}

export function negated({ mantissa, exponent }: BigFloat): BigFloat {
  return { mantissa: -mantissa, exponent };
}

function rounded(mantissa: bigint, exponent: number, bits = precision): BigFloat {
  const sign = mantissa < 0n ? -1n : 1n;
  const magnitude = mantissa * sign;
  const excess = bitLength(magnitude) - bits;
  if (excess <= 0) return { mantissa, exponent };
  const unit = 1n << BigInt(excess);
  const half = unit >> 1n;
  const rest = magnitude & (unit - 1n);
  let kept = magnitude >> BigInt(excess);
  if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
  return { mantissa: kept * sign, exponent: exponent + excess };
}

function bitLength(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  return magnitude === 0n ? 0 : magnitude.toString(2).length;
}

/** The decimal with the fewest digits that no other float of this precision is nearer to. */
export function shortestDecimal(value: BigFloat, bits = precision): Decimal {
  const { mantissa, exponent } = value;
  if (mantissa === 0n) return Decimal.of(0n, 0);
  const sign = mantissa < 0n ? -1n : 1n;
  const trailing = exponent < 0 ? mantissa % (1n << BigInt(-exponent)) : 0n;
  const isInteger = trailing === 0n && bitLength(mantissa * sign) + exponent <= bits;
  // Integers that the mantissa holds need all of their digits.
  if (isInteger) return Decimal.of(exponent < 0 ? mantissa >> BigInt(-exponent) : mantissa << BigInt(exponent), 0);
  const normal = normalised(mantissa * sign, exponent, bits);
  // All in units of 2^(exponent - 1), as exact decimals: the value and the midpoints to its neighbours.
  const scale = 1 - normal.exponent;
  const exact = (units: bigint): Decimal =>
    scale > 0 ? Decimal.of(units * 5n ** BigInt(scale), -scale) : Decimal.of(units << BigInt(-scale), 0);
  const centre = exact(normal.mantissa * 2n);
  const low = exact(normal.mantissa * 2n - 1n);
  const high = exact(normal.mantissa * 2n + 1n);
  const isEven = (normal.mantissa & 1n) === 0n;
  const found = fewestDigits(centre, low, high, isEven);
  return Decimal.of(found.coefficient * sign, found.exponent);
}

/** A full-width mantissa; the exponent of a value that is no integer stays negative. */
function normalised(mantissa: bigint, exponent: number, bits: number): BigFloat {
  const missing = bits - bitLength(mantissa);
  return { mantissa: mantissa << BigInt(missing), exponent: exponent - missing };
}

function fewestDigits(centre: Decimal, low: Decimal, high: Decimal, inclusive: boolean): Decimal {
  const digits = centre.coefficient.toString().length;
  for (let kept = 1; kept < digits; kept++) {
    const candidate = roundDigits(centre, digits - kept);
    const above = order(candidate, low);
    const below = order(candidate, high);
    if ((above > 0 || (inclusive && above === 0)) && (below < 0 || (inclusive && below === 0))) return candidate;
  }
  return centre;
}

/** Half to even. */
function roundDigits({ coefficient, exponent }: Decimal, dropped: number): Decimal {
  const unit = 10n ** BigInt(dropped);
  const kept = coefficient / unit;
  const twice = (coefficient % unit) * 2n;
  const isUp = twice > unit || (twice === unit && kept % 2n === 1n);
  return Decimal.of(isUp ? kept + 1n : kept, exponent + dropped);
}

function order(left: Decimal, right: Decimal): number {
  const exponent = Math.min(left.exponent, right.exponent);
  const a = left.coefficient * 10n ** BigInt(left.exponent - exponent);
  const b = right.coefficient * 10n ** BigInt(right.exponent - exponent);
  return a < b ? -1 : a > b ? 1 : 0;
}
