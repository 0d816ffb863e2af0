import { ParseError } from "./parse-error.ts";
import type { SourceText } from "./source-text.ts";
import type { Token } from "./token.ts";

export type Scanned = { text: string; end: number; parts?: readonly (string | readonly Token[])[] };

/** A `"…"` string with JSON's escapes, or a raw string in backticks. */
export function readString(text: SourceText, start: number): Scanned {
  const { source } = text;
  const quote = source[start];
  if (quote === "`") {
    const close = source.indexOf("`", start + 1);
    if (close < 0) throw new ParseError("non-terminated string", text.location(start));
    return { text: source.slice(start + 1, close), end: close + 1 };
  }
  let at = start + 1;
  for (; source[at] !== '"'; at += source[at] === "\\" ? 2 : 1) {
    if (at >= source.length || source[at] === "\n") throw new ParseError("non-terminated string", text.location(start));
  }
  return { text: resolved(text, start, source.slice(start, at + 1)), end: at + 1 };
}

function resolved(text: SourceText, start: number, literal: string): string {
  if (!literal.includes("\\") && !/\p{Cc}/u.test(literal)) return literal.slice(1, -1);
  try {
    return JSON.parse(literal) as string;
  } catch {
    throw new ParseError(`illegal string literal: ${literal}`, text.location(start));
  }
}

type ReadTokens = (from: number) => { tokens: Token[]; end: number };

/** `$"…{term}…"`; a brace is written `\{`. The terms are read by `readTokens`, which stops at the closing brace. */
export function readTemplate(text: SourceText, start: number, readTokens: ReadTokens): Scanned {
  const { source } = text;
  const quote = source[start + 1];
  if (quote !== '"' && quote !== "`") throw new ParseError("illegal token", text.location(start));
  const parts: (string | readonly Token[])[] = [];
  let at = start + 2;
  while (source[at] !== quote) {
    if (source[at] === "{") {
      const { tokens, end } = readTokens(at + 1);
      parts.push(tokens);
      at = end;
    } else {
      const { literal, end } = readLiteral(text, start, at, quote);
      parts.push(quote === '"' ? resolved(text, start, `"${literal}"`) : literal);
      at = end;
    }
  }
  return { text: source.slice(start, at + 1), end: at + 1, parts };
}

/** Literal text up to the next brace or the closing quote, escapes of braces resolved, all others kept. */
function readLiteral(text: SourceText, start: number, from: number, quote: string): { literal: string; end: number } {
  const pattern = quote === '"' ? /(?:[^"{\\\n]|\\[^\n])+/y : /(?:[^`{\\]|\\[{}]?)+/y;
  pattern.lastIndex = from;
  const found = pattern.exec(text.source)?.[0];
  if (found === undefined) throw new ParseError("non-terminated string", text.location(start));
  return { literal: found.replace(/\\(.)/gs, unescapedBrace), end: from + found.length };
}

/** Escapes are taken in pairs: behind an escaped backslash a brace is not escaped. */
function unescapedBrace(pair: string, char: string): string {
  return char === "{" || char === "}" ? char : pair;
}
