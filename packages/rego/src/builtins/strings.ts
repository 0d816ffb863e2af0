import type { Context } from "../runtime/context.ts";
import { compare, keysOf } from "../values/compare.ts";
import { memberOf } from "../values/member-of.ts";
import { toBigInt, toDecimal, toSafeInteger } from "../values/numbers.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { NumberValue, Value } from "../values/value.ts";
import { chargeDigits, chargeMembers, chargeText, chargeValue, longestText } from "./charges.ts";
import { charge, define, fail, failOperand } from "./define.ts";
import { toInt64 } from "./int64.ts";
import { lower, upper } from "./letter-case.ts";
import { renderTemplate } from "./render-template.ts";
import { runeIndexOf, runeLength, runes } from "./runes.ts";
import { sprintf } from "./sprintf.ts";
import { weight } from "./weight.ts";

/** Nothing is found between bytes, as Go's `strings.Replacer` finds it: a part of a character is none. */
function bytesOf(text: string): string[] {
  return runes(text).flatMap((rune) => (rune <= "\x7f" ? [rune] : Array.from(Buffer.from(rune), () => "\ufffd")));
}

/** Go's `unicode.IsSpace`: JavaScript takes the byte-order mark for a space, and the next line for none. */
function trimSpace(text: string): string {
  const trimmed = text.replace(/^(?:(?!\ufeff)[\s\u0085])+/, "");
  let end = trimmed.length;
  while (end > 0 && /(?!\ufeff)[\s\u0085]/.test(trimmed[end - 1] as string)) end -= 1;
  return trimmed.slice(0, end);
}

export const strings = [
  define("concat", ["string", "array|set"], function (separator, items) {
    const parts = textsOf(items, 2);
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
  define("lower", ["string"], lower),
  define("upper", ["string"], upper),
  define("split", ["string", "string"], function (text, separator) {
    return splitText(this, text, separator);
  }),
  define("strings.split_n", ["string", "string", "number"], function (text, separator, count) {
    const limit = toInt64(count) ?? failOperand(3, "must be integer number but got floating-point number");
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
  define("trim", ["string", "string"], (text, cutset) => trimLeft(trimRight(text, cutset), cutset)),
  define("trim_left", ["string", "string"], trimLeft),
  define("trim_right", ["string", "string"], trimRight),
  define("trim_prefix", ["string", "string"], (text, prefix) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  define("trim_suffix", ["string", "string"], (text, suffix) =>
    text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
  ),
  define("trim_space", ["string"], trimSpace),
  define("substring", ["string", "number", "number"], (text, offset, length) => {
    const start = toInt64(offset);
    const count = toInt64(length);
    if (start === undefined || count === undefined) failOperand(2, "must be integer");
    if (start < 0) fail("negative offset");
    const end = count < 0 ? text.length : start + count;
    if (runeLength(text) === text.length) return text.slice(start, end);
    return runes(text).slice(start, end).join("");
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
  define("strings.reverse", ["string"], (text) => runes(text).toReversed().join("")),
  define("strings.count", ["string", "string"], countOf),
  define("strings.any_prefix_match", ["string|set|array", "string|set|array"], function (texts, prefixes) {
    return anyMatch(this, texts, prefixes, (text, prefix) => text.startsWith(prefix));
  }),
  define("strings.any_suffix_match", ["string|set|array", "string|set|array"], function (texts, suffixes) {
    return anyMatch(this, texts, suffixes, (text, suffix) => text.endsWith(suffix));
  }),
  define("strings.render_template", ["string", "object"], function (template, data) {
    chargeValue(this, data);
    return renderTemplate(template, data, (length) => chargeText(this, length));
  }),
  define("format_int", ["number", "number"], function (number, base) {
    chargeDigits(this, number);
    const radix = toSafeInteger(base);
    if (radix === undefined || ![2, 8, 10, 16].includes(radix)) failOperand(2, "must be one of {2, 8, 10, 16}");
    return truncated(number).toString(radix);
  }),
  define("sprintf", ["string", "array"], function (format, args) {
    for (const item of args) chargeText(this, weight(item));
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
  return separator === "" ? runes(text) : text.split(separator);
}

/** How often a text is found in another, one behind the other; an empty one is at each end of each character. */
function countOf(text: string, search: string): number {
  if (search === "") return runeLength(text) + 1;
  let count = 0;
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + search.length)) count += 1;
  return count;
}

function textsOf(items: readonly Value[] | RegoSet, position: number): string[] {
  const list = items instanceof RegoSet ? items.sorted(compare) : items;
  return list.map((item) => {
    if (typeof item !== "string")
      failOperand(position, `must be array of strings but got array containing ${kindOf(item)}`);
    return item;
  });
}

function kindOf(value: Value): string {
  return value === null ? "null" : typeof value;
}

function anyMatch(
  context: Context,
  texts: string | readonly Value[] | RegoSet,
  searches: string | readonly Value[] | RegoSet,
  matches: (text: string, search: string) => boolean,
): boolean {
  const all = typeof texts === "string" ? [texts] : textsOf(texts, 1);
  const wanted = typeof searches === "string" ? [searches] : textsOf(searches, 2);
  chargeMembers(context, all.length * wanted.length);
  return all.some((text) => wanted.some((search) => matches(text, search)));
}

function trimLeft(text: string, cutset: string): string {
  const cut = new Set(runes(cutset));
  const all = runes(text);
  const start = all.findIndex((rune) => !cut.has(rune));
  return start < 0 ? "" : all.slice(start).join("");
}

function trimRight(text: string, cutset: string): string {
  const cut = new Set(runes(cutset));
  const all = runes(text);
  return all.slice(0, all.findLastIndex((rune) => !cut.has(rune)) + 1).join("");
}

/**
 * Replaces from left to right; at each place the first pattern that fits wins, and what is replaced is not read again.
 * An empty pattern fits everywhere, but not twice at one place.
 */
function replaceEach(context: Context, text: string, pairs: readonly (readonly [string, string])[]): string {
  let result = "";
  let wasBlank = false;
  for (let at = 0; at <= text.length; ) {
    const fits = ([from]: readonly [string, string]): boolean => (from === "" ? !wasBlank : text.startsWith(from, at));
    const found = pairs.find(fits);
    wasBlank = found?.[0] === "";
    if (found !== undefined) {
      charge(context, found[1].length);
      if (result.length + found[1].length > longestText) fail("result too large");
      result += found[1];
      at += found[0].length;
      continue;
    }
    const char = at < text.length ? String.fromCodePoint(text.codePointAt(at) as number) : "";
    result += char;
    at += Math.max(1, char.length);
  }
  return result;
}
