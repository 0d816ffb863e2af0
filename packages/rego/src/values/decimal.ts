import { hashText } from "./hash-text.ts";
import { Composite, type Value } from "./value.ts";

/**
 * A number that neither a JavaScript number nor a bigint holds exactly: `coefficient × 10^exponent`.
 * Normalised: the coefficient is not divisible by ten, so equal values have equal fields.
 */
export class Decimal extends Composite {
  override readonly typeOrder = 2;
  readonly coefficient: bigint;
  readonly exponent: number;

  private constructor(coefficient: bigint, exponent: number) {
    super();
    this.coefficient = coefficient;
    this.exponent = exponent;
  }

  static of(coefficient: bigint, exponent: number): Decimal {
    if (coefficient === 0n) return new Decimal(0n, 0);
    if (coefficient % 10n !== 0n) return new Decimal(coefficient, exponent);
    // Counted in the text: to divide a long number by ten again and again takes time that grows with its square.
    const zeros = trailingZeros(coefficient.toString());
    return new Decimal(coefficient / 10n ** BigInt(zeros), exponent + zeros);
  }

  /** Any JSON number, for example `-1.50e3`. */
  static parse(text: string): Decimal {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
    if (match === null) throw new SyntaxError(`not a number: ${text}`);
    const [, sign = "", whole = "", fraction = "", power = "0"] = match;
    const digits = BigInt(`${whole}${fraction}` || "0");
    return Decimal.of(sign === "-" ? -digits : digits, Number(power) - fraction.length);
  }

  override equals(other: Value): boolean {
    return other instanceof Decimal && other.coefficient === this.coefficient && other.exponent === this.exponent;
  }

  override hashCode(): number {
    return hashText(this.toString(), 0x31);
  }

  get isInteger(): boolean {
    return this.exponent >= 0;
  }

  override toString(): string {
    const sign = this.coefficient < 0n ? "-" : "";
    const digits = (this.coefficient < 0n ? -this.coefficient : this.coefficient).toString();
    const point = digits.length + this.exponent;
    if (point > 21 || point < -6) return scientific(sign, digits, point - 1);
    if (this.exponent >= 0) return sign + digits + "0".repeat(this.exponent);
    if (point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
    return `${sign}0.${"0".repeat(-point)}${digits}`;
  }
}

function scientific(sign: string, digits: string, exponent: number): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
  const power = Math.abs(exponent).toString().padStart(2, "0");
  return `${sign}${digits[0]}${fraction}e${exponent < 0 ? "-" : "+"}${power}`;
}

function trailingZeros(text: string): number {
  let count = 0;
  while (text.charCodeAt(text.length - 1 - count) === 0x30) count += 1;
  return count;
}
