import type { TemplateKind, TokenKind } from "./token.ts";

/** What a lexer finds at a place: a token but for where it stands. */
export type Scanned = {
  readonly kind: TokenKind;
  readonly text: string;
  readonly end: number;
  readonly errors?: readonly string[];
  readonly problem?: string;
};

const plainString = /"[^"\\\n]*"/y;
const simpleEscapes = new Set('\\"/bfnrt');

/** A `"…"` string with JSON's escapes. */
export function readString(source: string, start: number): Scanned {
  plainString.lastIndex = start;
  if (plainString.test(source)) {
    const end = plainString.lastIndex;
    return { kind: "string", text: source.slice(start + 1, end - 1), end };
  }
  const { end, errors } = scanText(source, start + 1, { isRaw: false, isTemplate: false });
  if (errors.length > 0) return { kind: "illegal", text: source.slice(start, end), end, errors };
  const literal = source.slice(start, end);
  const text = resolved(literal);
  if (text === undefined) return { kind: "string", text: "", end, problem: `illegal string literal: ${literal}` };
  return { kind: "string", text, end };
}

/** A string in backticks: no escapes. */
export function readRawString(source: string, start: number): Scanned {
  const close = source.indexOf("`", start + 1);
  if (close >= 0) return { kind: "string", text: source.slice(start + 1, close), end: close + 1 };
  return { kind: "illegal", text: source.slice(start), end: source.length, errors: ["non-terminated string"] };
}

/** The text of a template string from behind its quote, or behind a brace, up to the next brace or the quote. */
export function readTemplateText(source: string, from: number, isRaw: boolean): Scanned {
  const { end, errors } = scanText(source, from, { isRaw, isTemplate: true });
  const literal = source.slice(from, end - 1);
  if (errors.length > 0) return { kind: "illegal", text: literal, end, errors };
  const shape = source[end - 1] === "{" ? "part" : "end";
  const kind: TemplateKind = `${isRaw ? "raw-" : ""}template-string-${shape}`;
  if (isRaw) return { kind, text: literal.replaceAll("\\{", "{"), end };
  // Escapes are taken in pairs: behind an escaped backslash a brace is not escaped.
  const unbraced = literal.replace(/\\(.)/gs, (pair, char: string) => (char === "{" ? char : pair));
  const text = unbraced.includes("\\") ? resolved(`"${unbraced}"`) : unbraced;
  if (text !== undefined) return { kind, text, end };
  return { kind, text: "", end, problem: `illegal template-string part: ${source.slice(from - 1, end)}` };
}

type TextShape = { readonly isRaw: boolean; readonly isTemplate: boolean };

/** Goes to behind what ends a text, and notes what no text may hold. */
function scanText(source: string, from: number, shape: TextShape): { end: number; errors: string[] } {
  const errors: string[] = [];
  const quote = shape.isRaw ? "`" : '"';
  let at = from;
  for (;;) {
    const char = source[at];
    if (endsEarly(char, shape)) {
      errors.push("non-terminated string");
      return { end: Math.min(at, source.length), errors };
    }
    at += 1;
    if (char === quote || (char === "{" && shape.isTemplate)) return { end: at, errors };
    if (char !== "\\") continue;
    const length = escapeLength(source[at] ?? "", shape);
    if (length === undefined) errors.push("illegal escape sequence");
    else at += length;
  }
}

function endsEarly(char: string | undefined, { isRaw }: TextShape): boolean {
  return char === undefined || (char === "\n" && !isRaw);
}

/** How many characters behind a backslash belong to it; undefined where it escapes nothing. */
function escapeLength(escaped: string, { isRaw, isTemplate }: TextShape): number | undefined {
  if (isTemplate && escaped === "{") return 1;
  if (isRaw) return 0;
  if (simpleEscapes.has(escaped)) return 1;
  return escaped === "u" ? 4 : undefined;
}

/** The value of a literal with escapes; undefined where JSON has none. */
function resolved(literal: string): string | undefined {
  try {
    // Half a character is the sign for what is unreadable, as Go reads it.
    return (JSON.parse(literal) as string).toWellFormed();
  } catch {
    return undefined;
  }
}
