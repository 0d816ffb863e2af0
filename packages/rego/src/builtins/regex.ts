import { RE2JS } from "re2js";
import { toSafeInteger } from "../values/numbers.ts";
import type { NumberValue } from "../values/value.ts";
import { charge, define, fail, failOperand } from "./define.ts";
import { haveCommonMatch } from "./glob-intersection.ts";
import { type NativePattern, nativePattern } from "./native-pattern.ts";

type Compiled = { readonly regex: RE2JS; readonly native: NativePattern | undefined };

/** Compiled patterns of this process; the oldest go first. */
const compiled = new Map<string, Compiled>();
const mostCompiled = 500;

function compile(pattern: string): RE2JS {
  return compileBoth(pattern).regex;
}

function isMatch(pattern: string, text: string): boolean {
  const { regex, native } = compileBoth(pattern);
  return native?.(text) ?? regex.matcher(text).find();
}

function compileBoth(pattern: string): Compiled {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  let regex: RE2JS;
  try {
    regex = RE2JS.compile(pattern);
  } catch (error) {
    return fail((error as Error).message);
  }
  if (compiled.size >= mostCompiled) compiled.delete(compiled.keys().next().value as string);
  const both = { regex, native: nativePattern(pattern) };
  compiled.set(pattern, both);
  return both;
}

type Match = { readonly start: number; readonly end: number; readonly groups: readonly (string | null)[] };

/** All matches from left to right, at most `limit` of them unless it is negative. */
function matches(regex: RE2JS, text: string, limit: number): Match[] {
  const matcher = regex.matcher(text);
  const found: Match[] = [];
  const most = limit < 0 ? Number.POSITIVE_INFINITY : limit;
  while (found.length < most && matcher.find()) {
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i));
    const previous = found.at(-1);
    // An empty match right behind a match is no match of its own.
    if (groups[0] === "" && previous?.end === matcher.start()) continue;
    found.push({ start: matcher.start(), end: matcher.end(), groups });
  }
  return found;
}

/** Go's templates: `$name` and `${name}` are groups, by number or name, `$$` is a dollar. */
function expand(template: string, regex: RE2JS, { groups }: Match): string {
  return template.replace(
    /\$(?:(\$)|\{(\w+)\}|(\w+))/g,
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
  return toSafeInteger(value) ?? failOperand(3, "must be integer number but got floating-point number");
}

export const regex = [
  ...["regex.match", "re_match"].map((name) =>
    define(name, ["string", "string"], function (pattern, text) {
      charge(this, text.length * 4);
      return isMatch(pattern, text);
    }),
  ),
  define("regex.is_valid", ["any"], (pattern) => {
    if (typeof pattern !== "string") return false;
    try {
      RE2JS.compile(pattern);
      return true;
    } catch {
      return false;
    }
  }),
  define("regex.split", ["string", "string"], function (pattern, text) {
    charge(this, text.length * 4);
    return split(compile(pattern), text);
  }),
  define("regex.find_n", ["string", "string", "number"], function (pattern, text, count) {
    charge(this, text.length * 4);
    return matches(compile(pattern), text, integer(count)).map(({ groups }) => groups[0] ?? "");
  }),
  define("regex.find_all_string_submatch_n", ["string", "string", "number"], function (pattern, text, count) {
    charge(this, text.length * 4);
    return matches(compile(pattern), text, integer(count)).map(({ groups }) => groups.map((group) => group ?? ""));
  }),
  define("regex.replace", ["string", "string", "string"], function (text, pattern, template) {
    const regex = compile(pattern);
    let result = "";
    let end = 0;
    for (const match of matches(regex, text, -1)) {
      result += text.slice(end, match.start) + expand(template, regex, match);
      charge(this, result.length);
      end = match.end;
    }
    return result + text.slice(end);
  }),
  define("regex.globs_match", ["string", "string"], (left, right) => haveCommonMatch(left, right)),
  define("regex.template_match", ["string", "string", "string", "string"], (template, text, start, end) => {
    for (const [which, delimiter] of [
      ["start", start],
      ["end", end],
    ] as const) {
      if (delimiter.length !== 1)
        fail(`${which} delimiter has to be exactly one character long but is ${delimiter.length} long`);
    }
    return compile(templatePattern(template, start, end))
      .matcher(text)
      .find();
  }),
];

/** Go's `Split`: an empty match at the start makes no piece. */
function split(regex: RE2JS, text: string): string[] {
  if (text === "") return [""];
  const pieces: string[] = [];
  let begin = 0;
  let last = 0;
  for (const { start, end } of matches(regex, text, -1)) {
    if (end === 0) continue;
    last = start;
    pieces.push(text.slice(begin, last));
    begin = end;
  }
  return last === text.length && begin === text.length && pieces.length > 0 && begin === last
    ? pieces
    : [...pieces, text.slice(begin)];
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
