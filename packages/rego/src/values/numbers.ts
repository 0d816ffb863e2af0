import { Decimal } from "./decimal.ts";

/**
 * A number is the cheapest representation that is exact: a JavaScript number when its shortest text is the value, a
 * bigint for an integer beyond 2^53, a {@link Decimal} for every other decimal.
 */
export type NumberValue = number | bigint | Decimal;

/** Exponents beyond this stay in scientific form: expanding them would let a nine-byte literal fill the memory. */
const largestExpandedExponent = 4096;

/** The value of a JSON number. */
export function parseNumber(text: string): NumberValue {
  if (/[eE][+-]?\d{5,}$/.test(text)) throw new RangeError("number too big");
  const plain = Number(text);
  if (Number.isSafeInteger(plain) && /^-?\d{1,15}$/.test(text)) return plain === 0 ? 0 : plain;
  return fromDecimal(Decimal.parse(text));
}

/** The cheapest exact representation of a decimal. */
export function fromDecimal(decimal: Decimal): NumberValue {
  if (decimal.isInteger) {
    if (decimal.exponent > largestExpandedExponent) return decimal;
    return fromBigInt(decimal.coefficient * 10n ** BigInt(decimal.exponent));
  }
  const nearest = Number(decimal.toString());
  if (!Number.isFinite(nearest)) return decimal;
  const shortest = Decimal.parse(String(nearest));
  const exact = shortest.coefficient === decimal.coefficient && shortest.exponent === decimal.exponent;
  return exact ? nearest : decimal;
}

export function fromBigInt(value: bigint): NumberValue {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

export function toDecimal(value: NumberValue): Decimal {
  if (typeof value === "bigint") return Decimal.of(value, 0);
  if (typeof value === "number") return Decimal.parse(String(value));
  return value;
}

/** The exact integer, or undefined when the number has a fraction. */
export function toBigInt(value: NumberValue): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  const decimal = toDecimal(value);
  if (!decimal.isInteger || decimal.exponent > largestExpandedExponent) return undefined;
  return decimal.coefficient * 10n ** BigInt(decimal.exponent);
}

/** A 64-bit integer as a JavaScript number, or undefined when it has a fraction or is not exactly representable. */
export function toSafeInteger(value: NumberValue): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}

export function toFloat(value: NumberValue): number {
  return typeof value === "number" ? value : Number(value.toString());
}

export function compareNumbers(left: NumberValue, right: NumberValue): number {
  if (typeof left === "number" && typeof right === "number") return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left !== "object" && typeof right !== "object" && isIntegral(left) && isIntegral(right)) {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return compareDecimals(toDecimal(left), toDecimal(right));
}

function isIntegral(value: number | bigint): boolean {
  return typeof value === "bigint" || Number.isSafeInteger(value);
}

function compareDecimals(left: Decimal, right: Decimal): number {
  const leftSign = sign(left);
  const rightSign = sign(right);
  if (leftSign !== rightSign || leftSign === 0) return Math.sign(leftSign - rightSign);
  const magnitude = digits(left) + left.exponent - (digits(right) + right.exponent);
  if (magnitude !== 0) return magnitude > 0 ? leftSign : -leftSign;
  const exponent = Math.min(left.exponent, right.exponent);
  const a = left.coefficient * 10n ** BigInt(left.exponent - exponent);
  const b = right.coefficient * 10n ** BigInt(right.exponent - exponent);
  return a < b ? -1 : a > b ? 1 : 0;
}

function sign(value: Decimal): number {
  return value.coefficient < 0n ? -1 : value.coefficient > 0n ? 1 : 0;
}

function digits(value: Decimal): number {
  const text = value.coefficient.toString();
  return text.startsWith("-") ? text.length - 1 : text.length;
}

/** The text of a number in JSON and in messages. */
export function numberText(value: NumberValue): string {
  if (typeof value !== "number") return value.toString();
  if (Number.isSafeInteger(value)) return String(value);
  return Decimal.parse(String(value)).toString();
}
