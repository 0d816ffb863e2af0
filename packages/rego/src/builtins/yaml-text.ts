import type { Context } from "../runtime/context.ts";
import { keysOf } from "../values/compare.ts";
import { isArray, isNumber } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { type NumberValue, numberText, toBigInt, toFloat } from "../values/numbers.ts";
import type { PlainObject, Value } from "../values/value.ts";
import { charge, fail } from "./define.ts";
import { scalarText } from "./yaml-scalar.ts";

/** A JSON value as YAML in the style of OPA: blocks indented by two, members by their keys. */
export function yamlText(context: Context, value: Value): string {
  const { lines, isText } = blockOf(context, value);
  return (isText ? behind("", { lines }) : lines)
    .map((line) => (/[\u2028\u2029]$/.test(line) ? line : `${line}\n`))
    .join("");
}

/** Lines of a value. `isText`: of a string, all but the first are indented even in a document of nothing else. */
type Block = { readonly lines: readonly string[]; readonly isText?: boolean };

function blockOf(context: Context, value: Value): Block {
  if (typeof value === "string") return textBlock(value);
  if (isNumber(value)) return { lines: [numberIn(value)] };
  if (value === null || typeof value === "boolean") return { lines: [String(value)] };
  const lines = isArray(value) ? itemLines(context, value) : membersLines(context, value as PlainObject);
  // Lines are indented again at each level.
  charge(context, lines.length * 64);
  return { lines };
}

function textBlock(value: string): Block {
  const { header, lines } = scalarText(asRead(value));
  return { lines: header === undefined ? lines : [header, ...lines], isText: true };
}

function itemLines(context: Context, items: readonly Value[]): readonly string[] {
  return items.length === 0 ? ["[]"] : items.flatMap((item) => behind("- ", blockOf(context, item)));
}

function membersLines(context: Context, object: PlainObject): readonly string[] {
  const names = (keysOf(object) as readonly string[]).toSorted(naturally);
  if (names.length === 0) return ["{}"];
  return names.flatMap((name) => memberLines(name, memberOf(object, name) as Value, context));
}

/** The first line stands behind a mark, the others below the text behind it; empty ones are not indented. */
function behind(mark: string, { lines: [first = "", ...others] }: Block): string[] {
  return [mark + first, ...others.map((line) => (/^[\u2028\u2029]?$/.test(line) ? line : `  ${line}`))];
}

const longestKey = 128;

function memberLines(name: string, value: Value, context: Context): string[] {
  const key = textBlock(name);
  const block = blockOf(context, value);
  const isPlainKey = !/[\n\u2028\u2029]/.test(name) && Buffer.byteLength(name) <= longestKey;
  if (!isPlainKey) return [...behind("? ", key), ...behind(": ", block)];
  const isComposite = typeof value === "object" && value !== null && !isNumber(value);
  const isEmpty = block.lines[0] === "{}" || block.lines[0] === "[]";
  return isComposite && !isEmpty
    ? behind(`${key.lines[0]}:`, { lines: ["", ...block.lines] })
    : behind(`${key.lines[0]}: `, block);
}

/** Numbers of up to 64 bits as they are, others as floats. */
function numberIn(value: NumberValue): string {
  const integer = toBigInt(value);
  if (integer !== undefined && integer >= -(2n ** 63n) && integer < 2n ** 64n) return numberText(value);
  return floatText(toFloat(value));
}

/** Go's format `g` with the fewest digits: with an exponent that is below -4 or above 5. */
function floatText(value: number): string {
  const [mantissa = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  // JavaScript writes small numbers with an exponent from -7 on.
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** OPA reads what it writes as JSON again: a next-line character in a string folds to a space. */
function asRead(value: string): string {
  if (/[\u007f-\u0084\u0086-\u009f\ufffe\uffff]/.test(value)) fail("yaml: control characters are not allowed");
  return value.replace(/[ \t]*\u0085[ \t\u0085]*/g, (breaks) => {
    const count = breaks.split("\u0085").length - 1;
    return count === 1 ? " " : "\n".repeat(count - 1);
  });
}

/** Letters and numbers in names are compared as a person would: `a2` is before `a10`. */
function naturally(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)];
  const length = Math.min(a.length, b.length);
  let isInNumber = false;
  for (let i = 0; i < length; i++) {
    if (a[i] === b[i]) {
      isInNumber = isDigit(a[i]);
      continue;
    }
    const letters = [isLetter(a[i]), isLetter(b[i])] as const;
    if (letters[0] && letters[1]) return order(codeOf(a[i]), codeOf(b[i]));
    if (letters[0] || letters[1]) return letters[0] === isInNumber ? -1 : 1;
    return orderOfNumbers(a, b, i);
  }
  return a.length - b.length;
}

/** Numbers that begin or go on at a place; zeros count where digits stand before them. */
function orderOfNumbers(a: readonly string[], b: readonly string[], at: number): number {
  const start = (a[at] === "0" || b[at] === "0") && isAfterDigit(a, at) ? 1 : 0;
  const [left, right] = [numberAt(a, at, start), numberAt(b, at, start)];
  return order(left.value, right.value) || left.end - right.end || order(codeOf(a[at]), codeOf(b[at]));
}

function isAfterDigit(chars: readonly string[], at: number): boolean {
  for (let i = at - 1; i >= 0 && isDigit(chars[i]); i--) if (chars[i] !== "0") return true;
  return false;
}

/** Go counts in 64 bits, beyond which a number begins anew. */
function numberAt(chars: readonly string[], at: number, start: number): { value: bigint; end: number } {
  let value = BigInt(start);
  let end = at;
  for (; isDigit(chars[end]); end++) value = BigInt.asIntN(64, value * 10n + digitOf(chars[end] as string));
  return { value, end };
}

/** Of other scripts' digits, too, Go takes the distance from `0`. */
function digitOf(char: string): bigint {
  return BigInt(codeOf(char) - 0x30);
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && /^\p{Nd}$/u.test(char);
}

function isLetter(char: string | undefined): boolean {
  return char !== undefined && /^\p{L}$/u.test(char);
}

function codeOf(char: string | undefined): number {
  return char?.codePointAt(0) ?? 0;
}

function order<T extends number | bigint>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
