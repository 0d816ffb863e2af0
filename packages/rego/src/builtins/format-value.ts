import { isNumber } from "../values/kinds.ts";
import { toBigInt, toFloat } from "../values/numbers.ts";
import { print } from "../values/print.ts";
import type { Value } from "../values/value.ts";
import { binaryFloat } from "./binary-float.ts";
import { type Directive, pad } from "./format-directive.ts";
import { formatFloat } from "./format-float.ts";
import { isPrintable, quoteRune, quoteText } from "./go-quote.ts";
import { runes } from "./runes.ts";

/** An argument as Go's package fmt writes it: numbers are int64, big.Int or float64, and all else is text. */
export function formatValue(directive: Directive, value: Value): string {
  if (directive.verb === "T") return formatString({ ...directive, verb: "s" }, goType(value));
  if (!isNumber(value)) return formatString(directive, typeof value === "string" ? value : print(value));
  const integer = toBigInt(value);
  if (integer === undefined) return floatOf(directive, toFloat(value)) ?? misfit(directive, value);
  if (isInt64(integer)) return integerOf(directive, integer) ?? misfit(directive, value);
  return bigOf(directive, integer);
}

export function goType(value: Value): string {
  if (!isNumber(value)) return "string";
  const integer = toBigInt(value);
  if (integer === undefined) return "float64";
  return isInt64(integer) ? "int64" : "*big.Int";
}

function isInt64(integer: bigint): boolean {
  return BigInt.asIntN(64, integer) === integer;
}

/** An argument that its verb does not fit: what `%v` makes of it, with the same flags. */
function misfit(directive: Directive, value: Value): string {
  return `%!${directive.verb}(${goType(value)}=${formatValue({ ...directive, verb: "v" }, value)})`;
}

function formatString(directive: Directive, text: string): string {
  const { verb, precision, sharp, sharpV, plus } = directive;
  const isQuoted = verb === "q" || (verb === "v" && sharpV);
  if (verb === "x" || verb === "X") return hex(directive, text);
  if (!isQuoted && verb !== "v" && verb !== "s") return misfit(directive, text);
  const cut = precision === undefined ? text : runes(text).slice(0, precision).join("");
  if (!isQuoted) return pad(directive, cut);
  return pad(directive, sharp && canBeRaw(cut) ? `\`${cut}\`` : quoteText(cut, plus));
}

function canBeRaw(text: string): boolean {
  return !/[`\ufeff\p{Cc}]/u.test(text.replaceAll("\t", ""));
}

function hex(directive: Directive, text: string): string {
  const { verb, precision, sharp, space } = directive;
  const digits = Buffer.from(text, "utf8").subarray(0, precision).toString("hex");
  if (digits === "") return pad(directive, "");
  const bytes = space ? (digits.match(/../g) ?? []) : [digits];
  const written = bytes.map((byte) => (sharp ? `0x${byte}` : byte)).join(" ");
  return pad(directive, verb === "X" ? written.toUpperCase() : written);
}

const bases: Readonly<Record<string, number>> = { d: 10, v: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

function integerOf(directive: Directive, integer: bigint): string | undefined {
  const { verb, plus, sharp, precision = 0 } = directive;
  if (verb === "c") return pad(directive, characterOf(integer));
  if (verb === "q") return pad(directive, quoteRune(characterOf(integer), plus));
  if (verb === "U") {
    const code = BigInt.asUintN(64, integer);
    const shown = characterOf(integer);
    const hexCode = code.toString(16).toUpperCase().padStart(Math.max(4, precision), "0");
    const also = sharp && shown !== "\ufffd" && isPrintable(shown) ? ` '${shown}'` : "";
    return pad(directive, `U+${hexCode}${also}`, false);
  }
  const base = bases[verb];
  return base === undefined ? undefined : digitsOf(directive, integer, base);
}

/** Zeros come from the precision, or else from the width; a precision of nothing shows no zero. */
function digitsOf(directive: Directive, integer: bigint, base: number): string {
  const { verb, minus, zero, width, precision } = directive;
  if (precision === 0 && integer === 0n) return " ".repeat(width ?? 0);
  const sign = signOf(directive, integer < 0n);
  const filled = zero && !minus && width !== undefined ? width - sign.length : 0;
  const magnitude = (integer < 0n ? -integer : integer).toString(base).padStart(precision ?? filled, "0");
  const digits = verb === "X" ? magnitude.toUpperCase() : magnitude;
  return pad(directive, sign + prefixOf(directive, digits) + digits, false);
}

function signOf({ plus, space }: Directive, isNegative: boolean): string {
  if (isNegative) return "-";
  return plus ? "+" : space ? " " : "";
}

function prefixOf({ verb, sharp }: Directive, digits: string): string {
  const octal = sharp && /o/i.test(verb) && !digits.startsWith("0") ? "0" : "";
  if (verb === "O") return `0o${octal}`;
  if (verb === "o") return octal;
  if (!sharp) return "";
  return { b: "0b", x: "0x", X: "0X" }[verb] ?? "";
}

/** What is no code point is shown as one that could not be read. */
function characterOf(code: bigint): string {
  const isCharacter = code >= 0n && code <= 0x10ffffn && (code < 0xd800n || code > 0xdfffn);
  return isCharacter ? String.fromCodePoint(Number(code)) : "\ufffd";
}

/** Go's big.Int formats itself: it takes `%s` for a decimal, keeps `+` and `#` with `%v`, and has no `#` with `%O`. */
function bigOf(directive: Directive, integer: bigint): string {
  const { verb, plusV, sharpV, minus, zero, width = 0, precision } = directive;
  const base = verb === "s" ? 10 : bases[verb];
  if (base === undefined) return `%!${verb}(big.Int=${integer})`;
  const sign = signOf({ ...directive, plus: directive.plus || plusV }, integer < 0n);
  const prefix = prefixOf({ ...directive, sharp: (directive.sharp || sharpV) && verb !== "O" }, "");
  const magnitude = (integer < 0n ? -integer : integer).toString(base).padStart(precision ?? 0, "0");
  const digits = verb === "X" ? magnitude.toUpperCase() : magnitude;
  const fills = zero && !minus && precision === undefined;
  const room = fills ? width - sign.length - prefix.length : 0;
  return pad(directive, sign + prefix + digits.padStart(room, "0"), false);
}

const floatVerbs = new Set(["v", "e", "E", "f", "F", "g", "G", "b", "x", "X"]);

function floatOf(directive: Directive, value: number): string | undefined {
  const { verb, sharp, minus, zero, width = 0, precision } = directive;
  if (!floatVerbs.has(verb)) return undefined;
  const written = digitsOfFloat(Math.abs(value), verb, precision);
  const digits = sharp && verb !== "b" ? withPoint(written, /[vgGx]/.test(verb) ? (precision ?? 6) : 0) : written;
  const sign = signOf(directive, value < 0 || Object.is(value, -0));
  if (sign !== "" && zero && !minus) return sign + digits.padStart(width - 1, "0");
  return pad(directive, sign + digits);
}

function digitsOfFloat(value: number, verb: string, precision: number | undefined): string {
  if (verb === "b" || verb === "x" || verb === "X") return binaryFloat(value, verb, precision);
  return formatFloat(value, verb === "v" ? "g" : verb, precision);
}

/** With the flag `#` a point is always there, and `g` keeps zeros up to its digits. */
function withPoint(text: string, wanted: number): string {
  const [mantissa = "", tail = ""] = text.split(text.startsWith("0x") ? /(?=p)/ : /(?=[eEP])/);
  // The `x` of base 16 counts for a digit.
  const significant = mantissa.replace(".", "").replace(/^0+/, "").length + (mantissa === "0" ? 1 : 0);
  const pointed = mantissa.includes(".") ? mantissa : `${mantissa}.`;
  return pointed + "0".repeat(Math.max(0, wanted - significant)) + tail;
}
