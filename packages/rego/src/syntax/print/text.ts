import { Decimal } from "../../values/decimal.ts";
import { type NumberValue, numberText } from "../../values/numbers.ts";
import { writtenName } from "../scope.ts";

/** A string as a literal: JSON's escapes are Rego's. Lone surrogates and control characters are escaped. */
export function stringText(text: string): string {
  return JSON.stringify(text);
}

/** A number as a literal. The lexer refuses long exponents, so what would need one is written with all its zeros. */
export function literalNumber(value: NumberValue): string {
  const text = numberText(value);
  if (!(value instanceof Decimal) || !/e[+-]?\d{4,}$/.test(text)) return text;
  const sign = value.coefficient < 0n ? "-" : "";
  const digits = (value.coefficient < 0n ? -value.coefficient : value.coefficient).toString();
  if (value.exponent >= 0) return sign + digits + "0".repeat(value.exponent);
  const padded = digits.padStart(1 - value.exponent, "0");
  return `${sign}${padded.slice(0, value.exponent)}.${padded.slice(value.exponent)}`;
}

/** Literal text of a template string, with the braces that would open an expression escaped. */
export function templateText(text: string): string {
  return stringText(text).slice(1, -1).replaceAll("{", "\\{");
}

/** Literal text of a template string in backticks, which knows no other escapes. */
export function rawTemplateText(text: string): string {
  return text.replaceAll("{", "\\{");
}

/** The name that the author wrote; every wildcard is `_`. */
export function variableText(name: string): string {
  return writtenName(name);
}

/** A constant operand of a ref: `.name`, or `["any text"]`. */
export function dotText(part: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(part) ? `.${part}` : `[${stringText(part)}]`;
}

/** The path of a package or an import. */
export function pathText([root = "", ...rest]: readonly string[]): string {
  return variableText(root) + rest.map(dotText).join("");
}
