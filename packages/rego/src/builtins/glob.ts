import { RE2JS } from "re2js";
import type { Value } from "../values/value.ts";
import { charge, define, fail, mismatchWithin } from "./define.ts";
import { textOperand } from "./operands.ts";
import { runes } from "./runes.ts";

/** Compiled globs of this process; the oldest go first. */
const compiled = new Map<string, RE2JS>();
const mostCompiled = 500;

function compile(pattern: string, separators: readonly string[]): RE2JS {
  const key = `${separators.join("")}\u0000${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const regex = RE2JS.compile(`(?s)^(?:${new GlobReader(pattern, separators).read()})$`);
  if (compiled.size >= mostCompiled) compiled.delete(compiled.keys().next().value as string);
  compiled.set(key, regex);
  return regex;
}

function quote(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}

/** Translates a glob: `*` and `?` stop at separators, `**` does not; `[a-z]`, `[!a-z]`, `{a,b}` and `\` as in a shell. */
class GlobReader {
  private readonly chars: readonly string[];
  private readonly any: string;
  private at = 0;

  constructor(pattern: string, separators: readonly string[]) {
    this.chars = runes(pattern);
    this.any = separators.length === 0 ? "." : `[^${separators.map(inClass).join("")}]`;
  }

  read(): string {
    const text = this.sequence(false);
    if (this.at < this.chars.length) fail("unexpected end of glob");
    return text;
  }

  private sequence(inBraces: boolean): string {
    let text = "";
    while (this.at < this.chars.length) {
      const char = this.chars[this.at] as string;
      if (inBraces && (char === "," || char === "}")) break;
      this.at += 1;
      text += this.piece(char);
    }
    return text;
  }

  private piece(char: string): string {
    switch (char) {
      case "*":
        if (this.chars[this.at] !== "*") return `${this.any}*`;
        this.at += 1;
        return ".*";
      case "?":
        return this.any;
      case "[":
        return this.range();
      case "{":
        return this.alternatives();
      case "\\":
        return quote(this.chars[this.at++] ?? fail("unexpected end of glob"));
      default:
        return quote(char);
    }
  }

  /** What stands in brackets: a range of two characters, of which neither can be escaped, or some characters. */
  private range(): string {
    const isNegated = this.chars[this.at] === "!";
    if (isNegated) this.at += 1;
    const isRange = this.chars[this.at + 1] === "-";
    const body = isRange ? this.bounds() : this.members();
    const end = this.chars[this.at++];
    if (end === undefined) fail("unexpected end of input");
    if (end !== "]") fail("expected close range character");
    if (body === "") fail("could not parse range");
    return `[${isNegated ? "^" : ""}${body}]`;
  }

  private bounds(): string {
    const [low = "", , high] = this.chars.slice(this.at, this.at + 3);
    if (high === undefined) return fail("unexpected end of input");
    if (codePoint(high) < codePoint(low)) fail("range hi character is less than lo");
    this.at += 3;
    return `${inClass(low)}-${inClass(high)}`;
  }

  private members(): string {
    let body = "";
    for (let char = this.chars[this.at]; char !== undefined && char !== "]"; char = this.chars[this.at]) {
      const isEscape = char === "\\";
      body += inClass(isEscape ? (this.chars[this.at + 1] ?? fail("trailing backslash")) : char);
      this.at += isEscape ? 2 : 1;
    }
    return body;
  }

  private alternatives(): string {
    const parts: string[] = [];
    for (;;) {
      parts.push(this.sequence(true));
      const end = this.chars[this.at++];
      if (end === "}") return `(?:${parts.join("|")})`;
      if (end === undefined) fail("unexpected end of alternatives");
    }
  }
}

function codePoint(char: string): number {
  return char.codePointAt(0) as number;
}

function inClass(char: string): string {
  return /[\\\]^\-[]/.test(char) ? `\\${char}` : char;
}

function separatorsOf(delimiters: readonly Value[] | null): readonly string[] {
  if (delimiters === null) return [];
  if (delimiters.length === 0) return ["."];
  return delimiters.map((item) =>
    typeof item !== "string"
      ? mismatchWithin(2, delimiters, "string", item)
      : runes(item).length === 1
        ? item
        : mismatchWithin(2, delimiters, "rune", item),
  );
}

export const glob = [
  define("glob.match", ["string", "array|null", "any"], function (pattern, delimiters, match) {
    const separators = separatorsOf(delimiters);
    const text = textOperand(match, 3);
    charge(this, (text.length + 16) * (4 + pattern.length / 16));
    return compile(pattern, separators).matcher(text).find();
  }),
  define("glob.quote_meta", ["string"], (pattern) => pattern.replace(/[*?\\[\]{}]/g, "\\$&")),
];
