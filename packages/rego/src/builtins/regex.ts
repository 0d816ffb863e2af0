import { RE2JS } from "re2js";
import type { Context } from "../runtime/context.ts";
import type { NumberValue } from "../values/numbers.ts";
import { longestText } from "./charges.ts";
import { charge, define, fail, failOperand } from "./define.ts";
import { haveCommonMatch } from "./glob-intersection.ts";
import { toInt64 } from "./int64.ts";
import { type NativePattern, nativePattern } from "./native-pattern.ts";
import { patternSize } from "./pattern-size.ts";
import { memberWeight } from "./weight.ts";

type Compiled = { readonly regex: RE2JS; readonly native: NativePattern | undefined };

/** Compiled patterns of this process; the oldest go first. */
const compiled = new Map<string, Compiled>();
const mostCompiled = 500;
/** A longer pattern would take seconds to compile. */
const longestPattern = 16_384;
/** So does a short one with large counts, and a gigabyte: as `patternSize` counts. */
const largestPattern = 200_000;

function compile(pattern: string): RE2JS {
  return compileBoth(pattern).regex;
}

/** Whether a pattern can be compiled. */
export function isPattern(pattern: string): boolean {
  try {
    compile(pattern);
    return true;
  } catch {
    return false;
  }
}

/** Whether a pattern matches somewhere in a text. Fails for what is no pattern. */
export function isMatch(pattern: string, text: string): boolean {
  const { regex, native } = compileBoth(pattern);
  return native?.(text) ?? regex.matcher(text).find();
}

function compileBoth(pattern: string): Compiled {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  let regex: RE2JS;
  if (pattern.length > longestPattern || patternSize(pattern) > largestPattern) {
    fail("error parsing regexp: expression too large");
  }
  try {
    regex = parse(pattern);
  } catch (error) {
    return fail((error as Error).message);
  }
  if (compiled.size >= mostCompiled) compiled.delete(compiled.keys().next().value as string);
  const both = { regex, native: nativePattern(pattern) };
  compiled.set(pattern, both);
  return both;
}

/** An escape, a class, or the start of a group with a name. */
const piecesWithNames = /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|\(\?P?<(\w+)>/g;

/** Go lets several groups have one name, by which the first is meant. */
function parse(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error as Error).message.includes("duplicate capture group name")) throw error;
    return RE2JS.compile(withoutRepeatedNames(pattern));
  }
}

function withoutRepeatedNames(pattern: string): string {
  const names = new Set<string>();
  return pattern.replace(piecesWithNames, (piece, name: string | undefined) => {
    if (name === undefined) return piece;
    const isRepeated = names.has(name);
    names.add(name);
    return isRepeated ? "(" : piece;
  });
}

type Match = { readonly start: number; readonly end: number; readonly groups: readonly (string | null)[] };

/** All matches from left to right, at most `limit` of them unless it is negative. */
function matches(context: Context, regex: RE2JS, text: string, limit: number): Match[] {
  const matcher = regex.matcher(text);
  const found: Match[] = [];
  const most = limit < 0 ? Number.POSITIVE_INFINITY : limit;
  while (found.length < most && matcher.find()) {
    chargeMatch(context, matcher.groupCount() + 1, text.length - matcher.end());
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i));
    const previous = found.at(-1);
    // An empty match right behind a match is no match of its own.
    if (groups[0] === "" && previous?.end === matcher.start()) continue;
    found.push({ start: matcher.start(), end: matcher.end(), groups });
  }
  return found;
}

/** To find a match may need a look at all the rest of the text, which makes many matches in a long text dear. */
function chargeMatch(context: Context, groups: number, rest: number): void {
  charge(context, groups * memberWeight + rest / 16);
}

/** A match costs at most text times pattern. */
function chargeSearch(context: Context, pattern: string, text: string): void {
  charge(context, (text.length + 16) * (4 + pattern.length / 16));
}

/** Go's templates: `$name` and `${name}` are groups, by number or name, `$$` is a dollar. */
function expand(template: string, regex: RE2JS, { groups }: Match): string {
  return template.replace(
    /\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu,
    (_all, dollar: string | undefined, braced?: string, bare?: string) => {
      if (dollar !== undefined) return "$";
      const name = braced ?? bare ?? "";
      const index = /^\d+$/.test(name) ? Number(name) : groupNumber(regex, name);
      return groups[index] ?? "";
    },
  );
}

function groupNumber(regex: RE2JS, name: string): number {
  const names = regex.namedGroups();
  return Object.hasOwn(names, name) ? (names[name] as number) : -1;
}

function integer(value: NumberValue): number {
  return toInt64(value) ?? failOperand(3, "must be integer number but got floating-point number");
}

export const regex = [
  ...["regex.match", "re_match"].map((name) =>
    define(name, ["string", "string"], function (pattern, text) {
      chargeSearch(this, pattern, text);
      return isMatch(pattern, text);
    }),
  ),
  define("regex.is_valid", ["any"], function (pattern) {
    if (typeof pattern !== "string") return false;
    charge(this, pattern.length * 16);
    return isPattern(pattern);
  }),
  define("regex.split", ["string", "string"], function (pattern, text) {
    chargeSearch(this, pattern, text);
    return split(this, pattern, text);
  }),
  define("regex.find_n", ["string", "string", "number"], function (pattern, text, count) {
    chargeSearch(this, pattern, text);
    const most = integer(count);
    return matches(this, compile(pattern), text, most).map(({ groups }) => groups[0] ?? "");
  }),
  define("regex.find_all_string_submatch_n", ["string", "string", "number"], function (pattern, text, count) {
    chargeSearch(this, pattern, text);
    const most = integer(count);
    return matches(this, compile(pattern), text, most).map(({ groups }) => groups.map((group) => group ?? ""));
  }),
  define("regex.replace", ["string", "string", "string"], function (text, pattern, template) {
    chargeSearch(this, pattern, text);
    const regex = compile(pattern);
    let result = "";
    let end = 0;
    for (const match of matches(this, regex, text, -1)) {
      const replaced = expand(template, regex, match);
      charge(this, template.length + replaced.length);
      if (result.length + replaced.length > longestText) fail("result too large");
      result += text.slice(end, match.start) + replaced;
      end = match.end;
    }
    return result + text.slice(end);
  }),
  define("regex.globs_match", ["string", "string"], function (left, right) {
    return haveCommonMatch(left, right, (characters) => charge(this, characters));
  }),
  define("regex.template_match", ["string", "string", "string", "string"], function (template, text, start, end) {
    chargeSearch(this, template, text);
    if (template.length > longestPattern) fail("error parsing regexp: expression too large");
    // OPA gives the length of the first for both.
    const length = Buffer.byteLength(start);
    if (length !== 1) fail(`start delimiter has to be exactly one character long but is ${length} long`);
    if (Buffer.byteLength(end) !== 1) fail(`end delimiter has to be exactly one character long but is ${length} long`);
    return compile(templatePattern(template, start, end))
      .matcher(text)
      .find();
  }),
];

/** As Go's `Regexp.Split`: a match at the end leaves nothing behind it, and an empty one at the start nothing before it. */
function split(context: Context, pattern: string, text: string): string[] {
  const regex = compile(pattern);
  if (text === "" && pattern !== "") return [""];
  const pieces: string[] = [];
  let begin = 0;
  let last = 0;
  for (const { start, end } of matches(context, regex, text, -1)) {
    last = start;
    if (end !== 0) pieces.push(text.slice(begin, last));
    begin = end;
  }
  return last === text.length ? pieces : [...pieces, text.slice(begin)];
}

/** Text with patterns between delimiters, which may nest, as one pattern for the whole string. */
function templatePattern(template: string, start: string, end: string): string {
  let pattern = "";
  let level = 0;
  let from = 0;
  for (let i = 0; i < template.length; i++) {
    if (template[i] === start) {
      if (level++ === 0) {
        pattern += RE2JS.quote(template.slice(from, i));
        from = i + 1;
      }
    } else if (template[i] === end) {
      if (--level < 0) fail(`unbalanced braces in "${template}"`);
      if (level > 0) continue;
      pattern += `(${template.slice(from, i)})`;
      from = i + 1;
    }
  }
  if (level !== 0) fail(`unbalanced braces in "${template}"`);
  return `^${pattern}${RE2JS.quote(template.slice(from))}$`;
}
