import type { Context } from "../runtime/context.ts";
import { keysOf } from "../values/compare.ts";
import { isArray } from "../values/kinds.ts";
import { memberOf } from "../values/member-of.ts";
import { type NumberValue, toBigInt, toDecimal, toSafeInteger } from "../values/numbers.ts";
import { print } from "../values/print.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { chargeDigits, chargeMembers, chargeText, chargeValue, mustFitWritten } from "./charges.ts";
import { charge, define, fail, failOperand, mismatch } from "./define.ts";
import { lower, upper } from "./letter-case.ts";
import { intOperand, textsOperand } from "./operands.ts";
import { inPieces, splitInPieces } from "./pieces.ts";
import { readJson } from "./read-json.ts";
import { renderTemplate } from "./render-template.ts";
import { bytesOf, replaceEach } from "./replace-each.ts";
import { reversed } from "./reverse.ts";
import { runeIndexOf, runeLength, runeSlice } from "./runes.ts";
import { sprintf } from "./sprintf.ts";
import { trimLeft, trimRight, trimSpace } from "./trim.ts";
import { weight } from "./weight.ts";

export const strings = [
  define("concat", ["string", "set|array"], function (separator, items) {
    const parts = textsOperand(items, 2);
    chargeMembers(this, parts.length);
    chargeText(
      this,
      parts.reduce((sum, part) => sum + part.length + separator.length, 0),
    );
    return parts.join(separator);
  }),
  define("contains", ["string", "string"], (text, search) => text.includes(search)),
  define("startswith", ["string", "string"], (text, search) => text.startsWith(search)),
  define("endswith", ["string", "string"], (text, search) => text.endsWith(search)),
  define("lower", ["string"], function (text) {
    return inPieces(this, text, lower);
  }),
  define("upper", ["string"], function (text) {
    return inPieces(this, text, upper);
  }),
  define("split", ["string", "string"], function (text, separator) {
    return splitText(this, text, separator);
  }),
  define("strings.split_n", ["string", "string", "number"], function (text, separator, count) {
    const limit = intOperand(count, 3);
    const pieces = splitText(this, text, separator);
    return limit < 0 ? pieces.slice(limit) : pieces.slice(0, limit);
  }),
  define("replace", ["string", "string", "string"], function (text, from, to) {
    chargeText(this, text.length + countOf(text, from) * to.length);
    if (from === "") chargeMembers(this, text.length * 3);
    return from === "" && to !== ""
      ? [to, ...bytesOf(text).flatMap((byte) => [byte, to])].join("")
      : text.replaceAll(from, () => to);
  }),
  define("strings.replace_n", ["object", "string"], function (patterns, text) {
    const pairs = keysOf(patterns).map((key) => {
      const to = memberOf(patterns, key);
      if (typeof key !== "string") failOperand(1, "non-string key found in pattern object");
      if (typeof to !== "string") failOperand(1, "non-string value found in pattern object");
      return [key, to] as const;
    });
    chargeMembers(this, pairs.length);
    charge(this, text.length * (pairs.length + 1));
    return replaceEach(this, text, pairs);
  }),
  define("trim", ["string", "string"], function (text, cutset) {
    return trimLeft(this, trimRight(this, text, cutset), cutset);
  }),
  define("trim_left", ["string", "string"], function (text, cutset) {
    return trimLeft(this, text, cutset);
  }),
  define("trim_right", ["string", "string"], function (text, cutset) {
    return trimRight(this, text, cutset);
  }),
  define("trim_prefix", ["string", "string"], (text, prefix) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  define("trim_suffix", ["string", "string"], (text, suffix) =>
    text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
  ),
  define("trim_space", ["string"], function (text) {
    return trimSpace(this, text);
  }),
  define("substring", ["string", "any", "any"], (text, offset, length) => {
    const start = intOperand(offset, 2);
    const count = intOperand(length, 3);
    if (start < 0) fail("negative offset");
    const end = count < 0 ? text.length : start + count;
    return runeSlice(text, start, end);
  }),
  define("indexof", ["string", "string"], (text, search) => {
    if (search === "") fail("empty search character");
    return runeIndexOf(text, search);
  }),
  define("indexof_n", ["string", "string"], function (text, search) {
    if (search === "") fail("empty search character");
    const found: number[] = [];
    let counted = 0;
    let index = 0;
    for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + 1)) {
      index += runeLength(text.slice(counted, at));
      counted = at;
      chargeMembers(this, 1);
      found.push(index);
    }
    return found;
  }),
  define("strings.reverse", ["string"], reversed),
  define("strings.count", ["string", "string"], countOf),
  define("strings.any_prefix_match", ["string|set|array", "any"], function (texts, prefixes) {
    return anyMatch(this, texts, prefixes, (text, prefix) => text.startsWith(prefix));
  }),
  define("strings.any_suffix_match", ["string|set|array", "any"], function (texts, suffixes) {
    return anyMatch(this, texts, suffixes, (text, suffix) => text.endsWith(suffix));
  }),
  define("strings.render_template", ["string", "object"], function (template, data) {
    chargeValue(this, data);
    // OPA reads the data from Rego source as if it was JSON: sets and other keys than strings are errors.
    return renderTemplate(template, readJson(print(data)), (length) => chargeText(this, length));
  }),
  define("format_int", ["number", "number"], function (number, base) {
    chargeDigits(this, number);
    mustFitWritten(this, [number]);
    const radix = toSafeInteger(base);
    if (radix === undefined || ![2, 8, 10, 16].includes(radix)) failOperand(2, "must be one of {2, 8, 10, 16}");
    return truncated(number).toString(radix);
  }),
  define("sprintf", ["string", "array"], function (format, args) {
    for (const item of args) chargeText(this, weight(item));
    mustFitWritten(this, args);
    return sprintf(format, args, (length) => chargeText(this, length));
  }),
];

/** The number without what is behind its point. */
function truncated(number: NumberValue): bigint {
  const integer = toBigInt(number);
  if (integer !== undefined) return integer;
  const { coefficient, exponent } = toDecimal(number);
  return exponent >= 0 ? coefficient * 10n ** BigInt(exponent) : coefficient / 10n ** BigInt(-exponent);
}

/** The pieces of a text, each of which is a member of the result. */
function splitText(context: Context, text: string, separator: string): string[] {
  chargeMembers(context, separator === "" ? text.length : countOf(text, separator) + 1);
  return splitInPieces(context, text, separator);
}

/** How often a text is found in another, one behind the other; an empty one is at each end of each character. */
function countOf(text: string, search: string): number {
  if (search === "") return runeLength(text) + 1;
  let count = 0;
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + search.length)) count += 1;
  return count;
}

function listOperand(value: Value, position: number): readonly Value[] | RegoSet {
  return isArray(value) || value instanceof RegoSet ? value : mismatch(position, "string|set|array", value);
}

function anyMatch(
  context: Context,
  texts: string | readonly Value[] | RegoSet,
  searches: Value,
  matches: (text: string, search: string) => boolean,
): boolean {
  const all = typeof texts === "string" ? [texts] : textsOperand(texts, 1);
  const wanted = typeof searches === "string" ? [searches] : textsOperand(listOperand(searches, 2), 2);
  chargeMembers(context, all.length * wanted.length);
  return all.some((text) => wanted.some((search) => matches(text, search)));
}
