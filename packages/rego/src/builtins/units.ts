import { floatOf, product } from "../values/big-float.ts";
import { Decimal } from "../values/decimal.ts";
import { fromBigInt, fromDecimal } from "../values/numbers.ts";
import { define, fail } from "./define.ts";

const decimalPowers = ["", "k", "m", "g", "t", "p", "e"];
const binaryPowers = ["", "ki", "mi", "gi", "ti", "pi", "ei"];
const mostExponentDigits = 6;

/** Splits `10.5MiB` into the number and the unit; an `e` belongs to the number only where an exponent follows. */
function split(text: string): { number: string; unit: string } | undefined {
  const match = /^((?:[\d.+-]|[eE](?:[+-]|(?=\d)))*)(.*)$/s.exec(text);
  const [, number = "", unit = ""] = match ?? [];
  if (new RegExp(`[eE][+-]?\\d{${mostExponentDigits + 1},}`).test(number)) return undefined;
  return { number, unit };
}

/** OPA names the built-in in its message once more. */
type Words = { readonly name: string; readonly amount: string };
const amountWords: Words = { name: "units.parse", amount: "amount" };
const byteWords: Words = { name: "units.parse_bytes", amount: "byte amount" };

function parsed(text: string, { name, amount }: Words): { number: Decimal; unit: string } {
  if (text.includes(" ")) fail(`${name}: spaces not allowed in resource strings`);
  const parts = split(text) ?? fail(`${name}: exponent too large`);
  if (parts.number === "") fail(`${name}: no ${amount} provided`);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(parts.number))
    fail(`${name}: could not parse ${amount} to a number`);
  return { number: Decimal.parse(parts.number), unit: parts.unit };
}

/** Kubernetes' resource units: `m` is a thousandth, `M` a million; upper and lower case are otherwise the same. */
function siFactor(unit: string): Decimal | undefined {
  if (unit === "m") return Decimal.of(1n, -3);
  const lower = unit.toLowerCase();
  const power = unit === "M" ? 2 : decimalPowers.indexOf(lower === "m" ? "?" : lower);
  if (power >= 0) return Decimal.of(1n, 3 * power);
  const binary = binaryPowers.indexOf(lower);
  return binary > 0 ? Decimal.of(1024n ** BigInt(binary), 0) : undefined;
}

function byteFactor(unit: string): Decimal | undefined {
  const short = unit.replace(/b$/, "");
  const isByte = unit === "b";
  const power = isByte ? -1 : decimalPowers.indexOf(short);
  if (power >= 0) return Decimal.of(1n, 3 * power);
  const binary = isByte ? -1 : binaryPowers.indexOf(short);
  return binary > 0 ? Decimal.of(1024n ** BigInt(binary), 0) : undefined;
}

/** Ten digits behind the point, rounded half away from zero. */
function toTenPlaces(value: Decimal): Decimal {
  if (value.exponent >= -10) return value;
  const unit = 10n ** BigInt(-10 - value.exponent);
  const half = value.coefficient < 0n ? -unit / 2n : unit / 2n;
  return Decimal.of((value.coefficient + half) / unit, -10);
}

export const units = [
  define("units.parse", ["string"], (quoted) => {
    const { number, unit } = parsed(quoted.replaceAll('"', ""), amountWords);
    const factor =
      siFactor(unit) ?? fail(`units.parse: unit ${unit.slice(0, 1)}${unit.slice(1).toLowerCase()} not recognized`);
    const result = Decimal.of(number.coefficient * factor.coefficient, number.exponent + factor.exponent);
    return fromDecimal(toTenPlaces(result));
  }),
  define("units.parse_bytes", ["string"], (quoted) => {
    const { number, unit } = parsed(quoted.replaceAll('"', "").toLowerCase(), byteWords);
    const factor = byteFactor(unit) ?? fail(`units.parse_bytes: byte unit ${unit} not recognized`);
    const { mantissa, exponent } = product(floatOf(number), floatOf(factor));
    if (exponent >= 0) return fromBigInt(mantissa << BigInt(exponent));
    const magnitude = (mantissa < 0n ? -mantissa : mantissa) >> BigInt(-exponent);
    return fromBigInt(mantissa < 0n ? -magnitude : magnitude);
  }),
];
