import { floatOf, shortestDecimal } from "../../values/big-float.ts";
import { isNumber } from "../../values/kinds.ts";
import { compareNumbers, type NumberValue, toDecimal } from "../../values/numbers.ts";
import type { Value } from "../../values/value.ts";
import { fail } from "../define.ts";
import { invalidType, type Keywords } from "./keywords.ts";
import type { Draft } from "./schema.ts";
import type { Check } from "./validation.ts";

export function numberChecks(keywords: Keywords, draft: Draft): Check[] {
  return [
    ...multipleCheck(keywords.value("multipleOf")),
    ...boundChecks(keywords, draft, upper),
    ...boundChecks(keywords, draft, lower),
  ];
}

type Bound = {
  readonly name: string;
  readonly exclusiveName: string;
  /** How a number that is allowed compares with the bound, besides being equal. */
  readonly sign: 1 | -1;
  readonly error: string;
  readonly words: string;
};
const lower: Bound = {
  name: "minimum",
  exclusiveName: "exclusiveMinimum",
  sign: 1,
  error: "number_gt",
  words: "Must be greater than",
};
const upper: Bound = {
  name: "maximum",
  exclusiveName: "exclusiveMaximum",
  sign: -1,
  error: "number_lt",
  words: "Must be less than",
};

function boundChecks(keywords: Keywords, draft: Draft, bound: Bound): Check[] {
  const inclusive = keywords.number(bound.name);
  const exclusive = exclusiveBound(keywords, draft, bound, inclusive);
  const { error, words, sign } = bound;
  const checks: Check[] = [];
  if (inclusive !== undefined && exclusive !== inclusive) {
    const text = `${words} or equal to ${shown(inclusive)}`;
    checks.push((value, validation) => {
      if (compareNumbers(value as NumberValue, inclusive) * sign < 0) validation.report(`${error}e`, text);
    });
  }
  if (exclusive !== undefined) {
    const text = `${words} ${shown(exclusive)}`;
    checks.push((value, validation) => {
      if (compareNumbers(value as NumberValue, exclusive) * sign <= 0) validation.report(error, text);
    });
  }
  return checks;
}

/** Up to draft 4 a boolean that says whether the bound itself is out, since draft 6 a bound of its own. */
function exclusiveBound(
  keywords: Keywords,
  draft: Draft,
  { name, exclusiveName }: Bound,
  inclusive: NumberValue | undefined,
): NumberValue | undefined {
  const given = keywords.value(exclusiveName);
  if (given === undefined) return undefined;
  const takesFlag = draft === 4 || draft === "hybrid";
  if (typeof given === "boolean" && takesFlag) {
    if (inclusive === undefined) fail(`${exclusiveName} cannot be used without ${name}`);
    return given ? inclusive : undefined;
  }
  if (isNumber(given) && draft !== 4) return given;
  const expected = draft === 4 ? "boolean" : draft === "hybrid" ? "boolean/number" : "number";
  return invalidType(expected, exclusiveName);
}

function multipleCheck(divisor: Value | undefined): Check[] {
  if (divisor === undefined) return [];
  if (!isNumber(divisor)) return invalidType("Number", "multipleOf");
  if (compareNumbers(divisor, 0) <= 0) fail("multipleOf must be strictly greater than 0");
  const text = `Must be a multiple of ${shown(divisor)}`;
  return [
    (value, validation) => {
      if (!isMultiple(value as NumberValue, divisor)) validation.report("multiple_of", text);
    },
  ];
}

function isMultiple(value: NumberValue, divisor: NumberValue): boolean {
  const a = toDecimal(value);
  const b = toDecimal(divisor);
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (coefficient: bigint, power: number): bigint => coefficient * 10n ** BigInt(power - exponent);
  return scaled(a.coefficient, a.exponent) % scaled(b.coefficient, b.exponent) === 0n;
}

/** As Go prints a big.Float with `%v`: six digits before the point at most, the fewest digits that tell the number. */
function shown(value: NumberValue): string {
  const { coefficient, exponent } = shortestDecimal(floatOf(toDecimal(value)));
  const sign = coefficient < 0n ? "-" : "";
  const digits = coefficient.toString().replace("-", "");
  const power = digits.length - 1 + exponent;
  if (coefficient !== 0n && (power < -4 || power >= 6)) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign}${digits[0]}${fraction}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  if (exponent >= 0) return `${sign}${digits}${"0".repeat(exponent)}`;
  const padded = digits.padStart(1 - exponent, "0");
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}
