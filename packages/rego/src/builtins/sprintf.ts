import { Decimal } from "../values/decimal.ts";
import { isNumber } from "../values/kinds.ts";
import { numberText, toBigInt, toFloat } from "../values/numbers.ts";
import { print, quoted } from "../values/print.ts";
import type { NumberValue, Value } from "../values/value.ts";
import { longestText } from "./charges.ts";
import { fail } from "./define.ts";
import { formatFloat } from "./format-float.ts";
import { runeLength, runes } from "./runes.ts";
import { formatSimply } from "./simple-format.ts";

type Directive = {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly verb: string;
};

const directivePattern = /%([+\-# 0]*)(?:\[(\d+)\])?(\*|\d+)?(?:\.(\*|\d*))?(?:\[(\d+)\])?([\s\S]|$)/gu;

/** Go's `fmt.Sprintf` over Rego values: numbers are ints or floats, strings are strings, the rest is Rego text. */
export function sprintf(format: string, args: readonly Value[], spend: (characters: number) => void): string {
  return formatSimply(format, args) ?? formatFully(format, args, spend);
}

function formatFully(format: string, args: readonly Value[], spend: (characters: number) => void): string {
  const reader = new ArgumentReader(args);
  let length = format.length;
  const text = format.replace(directivePattern, (_all, ...groups: (string | undefined)[]) => {
    const [flags = "", firstIndex, width, precision, secondIndex, verb = ""] = groups;
    if (verb === "") return "%!(NOVERB)";
    if (verb === "%") return "%";
    const index = secondIndex ?? firstIndex;
    if (index !== undefined) reader.goTo(Number(index) - 1);
    const directive: Directive = { flags, verb, width: reader.size(width), precision: reader.size(precision) };
    const value = reader.next();
    if (value === undefined) return index === undefined ? `%!${verb}(MISSING)` : `%!${verb}(BADINDEX)`;
    const written = formatted(directive, value);
    length += written.length;
    spend(written.length);
    if (length > longestText) fail("result too large");
    return written;
  });
  const extra = reader.unused();
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.map(describe).join(", ")})`;
}

/** Hands out arguments in order; an explicit index changes the order, and then none is too many. */
class ArgumentReader {
  private readonly args: readonly Value[];
  private used = 0;
  private isReordered = false;

  constructor(args: readonly Value[]) {
    this.args = args;
  }

  goTo(index: number): void {
    this.used = index;
    this.isReordered = true;
  }

  next(): Value | undefined {
    this.used += 1;
    return this.args[this.used - 1];
  }

  /** A width or precision; `*` takes it from the arguments. */
  size(text: string | undefined): number | undefined {
    if (text === undefined) return undefined;
    if (text !== "*") return Math.min(Number(text || "0"), widestField);
    const value = this.next();
    return typeof value === "number" ? Math.min(value, widestField) : undefined;
  }

  unused(): readonly Value[] {
    return this.isReordered ? [] : this.args.slice(this.used);
  }
}

/** Go's own bound of a field's width. */
const widestField = 1_000_000;

function formatted(directive: Directive, value: Value): string {
  const { verb } = directive;
  if (verb === "T") return pad(directive, goType(value));
  if (isNumber(value)) return formatNumber(directive, value);
  const text = typeof value === "string" ? value : print(value);
  if (verb === "v" || verb === "s")
    return pad(directive, cut(directive, verb === "v" && directive.flags.includes("#") ? quoted(text) : text));
  if (verb === "q") return pad(directive, quoted(cut(directive, text)));
  if (verb === "x" || verb === "X") return pad(directive, hex(text, directive));
  return misfit(directive, value);
}

function hex(text: string, { verb, flags }: Directive): string {
  const digits = Buffer.from(text, "utf8").toString("hex");
  const prefixed = flags.includes("#") && digits !== "" ? `0x${digits}` : digits;
  const written = flags.includes(" ") ? (digits.match(/../g) ?? []).join(" ") : prefixed;
  return verb === "X" ? written.toUpperCase() : written;
}

function cut({ precision }: Directive, text: string): string {
  return precision === undefined ? text : runes(text).slice(0, precision).join("");
}

function formatNumber(directive: Directive, value: NumberValue): string {
  const { verb } = directive;
  const integer = value instanceof Decimal && !value.isInteger ? undefined : toBigInt(value);
  if (integer !== undefined) return formatInteger(directive, integer, value);
  if (["e", "E", "f", "F", "g", "G", "v"].includes(verb))
    return padNumber(directive, signed(directive, float(directive, value)));
  return misfit(directive, value);
}

function float({ verb, precision }: Directive, value: NumberValue): string {
  return formatFloat(toFloat(value), verb === "v" ? "g" : verb, precision);
}

const bases: Readonly<Record<string, number>> = { d: 10, v: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

function formatInteger(directive: Directive, integer: bigint, value: NumberValue): string {
  const { verb, flags, precision } = directive;
  if (verb === "c") return pad(directive, characterOf(integer));
  if (verb === "q") return pad(directive, `'${characterOf(integer)}'`);
  if (verb === "U") return pad(directive, `U+${integer.toString(16).toUpperCase().padStart(4, "0")}`);
  // A Go big.Int formats itself, and takes `%s` for a decimal.
  const base = verb === "s" && !isInt64(integer) ? 10 : bases[verb];
  if (base === undefined) return misfit(directive, value);
  const magnitude = integer < 0n ? -integer : integer;
  const digits = magnitude.toString(base).padStart(precision ?? 0, "0");
  const prefix = verb === "O" ? "0o" : flags.includes("#") ? ({ x: "0x", X: "0X", o: "0", b: "0b" }[verb] ?? "") : "";
  const text = (integer < 0n ? "-" : "") + prefix + (verb === "X" ? digits.toUpperCase() : digits);
  return padNumber(directive, signed(directive, text));
}

/** What is no code point is shown as one that could not be read. */
function characterOf(code: bigint): string {
  const isCharacter = code >= 0n && code <= 0x10ffffn && (code < 0xd800n || code > 0xdfffn);
  return isCharacter ? String.fromCodePoint(Number(code)) : "\ufffd";
}

function signed({ flags }: Directive, text: string): string {
  if (text.startsWith("-")) return text;
  if (flags.includes("+")) return `+${text}`;
  return flags.includes(" ") ? ` ${text}` : text;
}

/** Zeros of the `0` flag go between the sign and the digits. */
function padNumber(directive: Directive, text: string): string {
  const { flags, width = 0 } = directive;
  if (!flags.includes("0") || flags.includes("-")) return pad(directive, text);
  const sign = /^[+\- ]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

function pad({ flags, width = 0 }: Directive, text: string): string {
  const missing = width - runeLength(text);
  if (missing <= 0) return text;
  if (flags.includes("-")) return text + " ".repeat(missing);
  return (flags.includes("0") ? "0" : " ").repeat(missing) + text;
}

/** An argument that its verb does not fit: what `%v` makes of it, at the same width. */
function misfit(directive: Directive, value: Value): string {
  return `%!${directive.verb}(${goType(value)}=${formatted({ ...directive, verb: "v" }, value)})`;
}

/** How Go shows an argument that nothing asks for: its type and value. */
function describe(value: Value): string {
  return `${goType(value)}=${typeof value === "string" ? value : isNumber(value) ? numberText(value) : print(value)}`;
}

function goType(value: Value): string {
  if (!isNumber(value)) return "string";
  const integer = toBigInt(value);
  if (integer === undefined) return "float64";
  return isInt64(integer) ? "int64" : "*big.Int";
}

function isInt64(integer: bigint): boolean {
  return BigInt.asIntN(64, integer) === integer;
}
