import { isNumber } from "../values/kinds.ts";
import type { Value } from "../values/value.ts";
import { longestText } from "./charges.ts";
import { fail } from "./define.ts";
import type { Directive } from "./format-directive.ts";
import { formatValue, goType } from "./format-value.ts";
import { toInt64 } from "./int64.ts";
import { formatSimply } from "./simple-format.ts";

/** Go's `fmt.Sprintf` over Rego values. */
export function sprintf(format: string, args: readonly Value[], spend: (characters: number) => void): string {
  return formatSimply(format, args) ?? new Formatter(format, args, spend).run();
}

/** Go's own bound of a width and a precision. */
const widestField = 1_000_000;

const flagNames = { "#": "sharp", "0": "zero", "+": "plus", "-": "minus", " ": "space" } as const;
type Flags = { sharp: boolean; zero: boolean; plus: boolean; minus: boolean; space: boolean };

/** Reads a format from left to right. An explicit index changes which argument is next, and then none is too many. */
class Formatter {
  private readonly format: string;
  private readonly args: readonly Value[];
  private readonly spend: (characters: number) => void;
  private result = "";
  private at = 0;
  private argument = 0;
  private isReordered = false;
  private isGoodIndex = true;
  private isAfterIndex = false;

  constructor(format: string, args: readonly Value[], spend: (characters: number) => void) {
    this.format = format;
    this.args = args;
    this.spend = spend;
  }

  run(): string {
    const { format } = this;
    while (this.at < format.length) {
      const percent = format.indexOf("%", this.at);
      const end = percent < 0 ? format.length : percent;
      this.write(format.slice(this.at, end));
      this.at = end + 1;
      if (percent >= 0) this.directive();
    }
    const extra = this.isReordered ? [] : this.args.slice(this.argument);
    if (extra.length > 0) this.write(`%!(EXTRA ${extra.map(described).join(", ")})`);
    return this.result;
  }

  private write(text: string): void {
    this.spend(text.length);
    if (this.result.length + text.length > longestText) fail("result too large");
    this.result += text;
  }

  private directive(): void {
    this.isGoodIndex = true;
    this.isAfterIndex = false;
    const flags = this.flags();
    this.index();
    const width = this.width(flags);
    const precision = this.precision();
    if (!this.isAfterIndex) this.index();
    const code = this.format.codePointAt(this.at);
    const verb = code === undefined ? "" : String.fromCodePoint(code);
    this.at += verb.length;
    this.write(this.written({ ...flags, verb, width, precision, plusV: false, sharpV: false }));
  }

  private written(directive: Directive): string {
    const { verb } = directive;
    if (verb === "") return "%!(NOVERB)";
    if (verb === "%") return "%";
    if (!this.isGoodIndex) return `%!${verb}(BADINDEX)`;
    const value = this.args[this.argument];
    if (value === undefined) return `%!${verb}(MISSING)`;
    this.argument += 1;
    this.spend(directive.width ?? 0);
    return formatValue(verb === "v" || verb === "w" ? ownFlags(directive) : directive, value);
  }

  private flags(): Flags {
    const flags: Flags = { sharp: false, zero: false, plus: false, minus: false, space: false };
    for (; ; this.at++) {
      const name = flagNames[this.format[this.at] as keyof typeof flagNames];
      if (name === undefined) return flags;
      flags[name] = true;
    }
  }

  /** `[3]`: which argument is next, from 1. */
  private index(): void {
    this.isAfterIndex = false;
    if (this.format[this.at] !== "[") return;
    this.isReordered = true;
    const close = this.format.indexOf("]", this.at);
    const digits = close < 0 ? "" : this.format.slice(this.at + 1, close);
    const index = /^\d+$/.test(digits) ? Number(digits) - 1 : Number.NaN;
    this.at = close < 0 || close === this.at + 1 ? this.at + (close < 0 ? 1 : 2) : close + 1;
    if (index >= 0 && index < this.args.length) {
      this.argument = index;
      this.isAfterIndex = true;
    } else {
      this.isGoodIndex = false;
      this.isAfterIndex = !Number.isNaN(index);
    }
  }

  private width(flags: Flags): number | undefined {
    if (this.format[this.at] !== "*") {
      const width = this.number();
      if (this.isAfterIndex && width !== undefined) this.isGoodIndex = false;
      return width;
    }
    this.at += 1;
    this.isAfterIndex = false;
    const width = this.size();
    if (width === undefined) this.write("%!(BADWIDTH)");
    if (width === undefined || width >= 0) return width;
    flags.minus = true;
    flags.zero = false;
    return -width;
  }

  private precision(): number | undefined {
    // A dot at the very end is a verb.
    if (this.format[this.at] !== "." || this.at + 1 === this.format.length) return undefined;
    this.at += 1;
    if (this.isAfterIndex) this.isGoodIndex = false;
    this.index();
    if (this.format[this.at] !== "*") return this.number() ?? 0;
    this.at += 1;
    this.isAfterIndex = false;
    const precision = this.size();
    if (precision !== undefined && precision >= 0) return precision;
    this.write("%!(BADPREC)");
    return undefined;
  }

  /** Digits; with too large a number nothing of the format is read any more. */
  private number(): number | undefined {
    const digits = /^\d+/.exec(this.format.slice(this.at, this.at + 64))?.[0] ?? "";
    this.at += digits.length;
    if (digits === "") return undefined;
    // Go looks at the number before each digit, so that one more digit fits.
    if (Number(digits.slice(0, -1)) <= widestField) return Number(digits);
    this.at = this.format.length;
    return undefined;
  }

  /** A size that is the next argument. */
  private size(): number | undefined {
    const value = this.args[this.argument];
    if (value === undefined) return undefined;
    this.argument += 1;
    const size = isNumber(value) ? toInt64(value) : undefined;
    return size === undefined || Math.abs(size) > widestField ? undefined : size;
  }
}

function ownFlags(directive: Directive): Directive {
  return { ...directive, plusV: directive.plus, sharpV: directive.sharp, plus: false, sharp: false };
}

const bare: Directive = {
  verb: "v",
  plus: false,
  minus: false,
  sharp: false,
  space: false,
  zero: false,
  plusV: false,
  sharpV: false,
  width: undefined,
  precision: undefined,
};

/** How Go shows an argument that nothing asks for: its type and value. */
function described(value: Value): string {
  return `${goType(value)}=${formatValue(bare, value)}`;
}
