import { compare, keysOf } from "../values/compare.ts";
import { memberOf } from "../values/member-of.ts";
import { toBigInt, toSafeInteger } from "../values/numbers.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { charge, define, fail, failOperand } from "./define.ts";
import { renderTemplate } from "./render-template.ts";
import { runeIndexOf, runeLength, runes } from "./runes.ts";
import { sprintf } from "./sprintf.ts";

export const strings = [
  define("concat", ["string", "array|set"], function (separator, items) {
    const parts = textsOf(items, 2);
    const size = parts.reduce((sum, part) => sum + part.length + separator.length, 0);
    charge(this, size);
    return parts.join(separator);
  }),
  define("contains", ["string", "string"], (text, search) => text.includes(search)),
  define("startswith", ["string", "string"], (text, search) => text.startsWith(search)),
  define("endswith", ["string", "string"], (text, search) => text.endsWith(search)),
  define("lower", ["string"], (text) => text.toLowerCase()),
  define("upper", ["string"], (text) => text.toUpperCase()),
  define("split", ["string", "string"], function (text, separator) {
    charge(this, text.length);
    return separator === "" ? runes(text) : text.split(separator);
  }),
  define("strings.split_n", ["string", "string", "number"], function (text, separator, count) {
    charge(this, text.length);
    const limit = toSafeInteger(count) ?? failOperand(3, "must be integer number but got floating-point number");
    const pieces = separator === "" ? runes(text) : text.split(separator);
    return limit < 0 ? pieces.slice(limit) : pieces.slice(0, limit);
  }),
  define("replace", ["string", "string", "string"], function (text, from, to) {
    const result = text.replaceAll(from, () => to);
    charge(this, result.length);
    return result;
  }),
  define("strings.replace_n", ["object", "string"], function (patterns, text) {
    const pairs = keysOf(patterns).map((key) => {
      const to = memberOf(patterns, key);
      if (typeof key !== "string") failOperand(1, "non-string key found in pattern object");
      if (typeof to !== "string") failOperand(1, "non-string value found in pattern object");
      return [key, to] as const;
    });
    charge(this, text.length * (pairs.length + 1));
    return replaceEach(text, pairs);
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
  define("trim_space", ["string"], (text) => text.replace(/^[\s\u0085]+|[\s\u0085]+$/g, "")),
  define("substring", ["string", "number", "number"], (text, offset, length) => {
    const start = toSafeInteger(offset);
    const count = toSafeInteger(length);
    if (start === undefined || count === undefined) failOperand(2, "must be integer");
    if (start < 0) fail("negative offset");
    return count < 0
      ? runes(text).slice(start).join("")
      : runes(text)
          .slice(start, start + count)
          .join("");
  }),
  define("indexof", ["string", "string"], (text, search) => {
    if (search === "") fail("empty search character");
    return runeIndexOf(text, search);
  }),
  define("indexof_n", ["string", "string"], function (text, search) {
    if (search === "") fail("empty search character");
    charge(this, text.length);
    const found: number[] = [];
    for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + 1))
      found.push(runeLength(text.slice(0, at)));
    return found;
  }),
  define("strings.reverse", ["string"], (text) => runes(text).toReversed().join("")),
  define("strings.count", ["string", "string"], (text, search) =>
    search === "" ? runeLength(text) + 1 : text.split(search).length - 1,
  ),
  define("strings.any_prefix_match", ["string|set|array", "string|set|array"], (texts, prefixes) =>
    anyMatch(texts, prefixes, (text, prefix) => text.startsWith(prefix)),
  ),
  define("strings.any_suffix_match", ["string|set|array", "string|set|array"], (texts, suffixes) =>
    anyMatch(texts, suffixes, (text, suffix) => text.endsWith(suffix)),
  ),
  define("strings.render_template", ["string", "object"], function (template, data) {
    const text = renderTemplate(template, data);
    charge(this, template.length + text.length);
    return text;
  }),
  define("format_int", ["number", "number"], (number, base) => {
    const radix = toSafeInteger(base);
    if (radix === undefined || ![2, 8, 10, 16].includes(radix)) failOperand(2, "must be one of {2, 8, 10, 16}");
    return truncated(number).toString(radix);
  }),
  define("sprintf", ["string", "array"], function (format, args) {
    const text = sprintf(format, args);
    charge(this, text.length);
    return text;
  }),
];

function truncated(number: Parameters<typeof toBigInt>[0]): bigint {
  return toBigInt(number) ?? BigInt(Math.trunc(Number(number.toString())));
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
  texts: string | readonly Value[] | RegoSet,
  searches: string | readonly Value[] | RegoSet,
  matches: (text: string, search: string) => boolean,
): boolean {
  const all = typeof texts === "string" ? [texts] : textsOf(texts, 1);
  const wanted = typeof searches === "string" ? [searches] : textsOf(searches, 2);
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
function replaceEach(text: string, pairs: readonly (readonly [string, string])[]): string {
  let result = "";
  let wasBlank = false;
  for (let at = 0; at <= text.length; ) {
    const fits = ([from]: readonly [string, string]): boolean => (from === "" ? !wasBlank : text.startsWith(from, at));
    const found = pairs.find(fits);
    wasBlank = found?.[0] === "";
    if (found !== undefined) {
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
