import type { Comment } from "./ast.ts";
import { readString, readTemplate, type Scanned } from "./literals.ts";
import { deepestNesting, tooDeep } from "./nesting.ts";
import { ParseError } from "./parse-error.ts";
import { SourceText } from "./source-text.ts";
import type { Token, TokenKind } from "./token.ts";

const longSymbols = new Set([":=", "==", "!=", "<=", ">="]);
const shortSymbols = new Set("{}[](),:;.=<>+-*/%&|");

const blank = /[ \t\r\n]+|#[^\n]*/y;
const identifier = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** All tokens of a source, the last of kind `end`. */
export function tokenize(file: string, source: string): { tokens: Token[]; comments: Comment[] } {
  const lexer = new Lexer(new SourceText(file, source));
  return { tokens: lexer.tokensUntil(undefined, 0).tokens, comments: lexer.comments };
}

class Lexer {
  readonly comments: Comment[] = [];
  private readonly text: SourceText;
  /** Template strings around what is read. */
  private depth = 0;

  constructor(text: SourceText) {
    this.text = text;
  }

  /** Reads until the end of the source, or until the unmatched `}` that ends an expression in a template string. */
  tokensUntil(closing: "}" | undefined, start: number): { tokens: Token[]; end: number } {
    const tokens: Token[] = [];
    let depth = 0;
    let token = this.next(start);
    for (; token.kind !== "end"; token = this.next(token.end)) {
      depth += braceDepth(token);
      if (closing !== undefined && depth < 0) break;
      tokens.push(token);
    }
    if (closing !== undefined && token.kind === "end") throw new ParseError("non-terminated string", token.loc);
    tokens.push({ ...token, kind: "end" });
    return { tokens, end: token.end };
  }

  private next(from: number): Token {
    const { source } = this.text;
    let start = from;
    for (let length = match(blank, source, start); length > 0; length = match(blank, source, start)) {
      if (source[start] === "#") this.noteComment(start, source.slice(start, start + length));
      start += length;
    }
    const scanned = this.scan(start);
    const loc = this.text.location(start);
    const spaced = start > from;
    const newLine = spaced && loc.row > this.text.location(from).row;
    return { ...scanned, loc, start, spaced, newLine };
  }

  private scan(start: number): Scanned & { kind: TokenKind } {
    const { source } = this.text;
    if (start >= source.length) return { kind: "end", text: "", end: start };
    const name = match(identifier, source, start);
    if (name > 0) return { kind: "identifier", text: source.slice(start, start + name), end: start + name };
    const first = source[start] as string;
    const two = source.slice(start, start + 2);
    if (longSymbols.has(two)) return { kind: "symbol", text: two, end: start + 2 };
    if (shortSymbols.has(first)) return { kind: "symbol", text: first, end: start + 1 };
    const digits = match(number, source, start);
    if (digits > 0) return { kind: "number", ...this.number(start, digits) };
    if (first === '"' || first === "`") return { kind: "string", ...readString(this.text, start) };
    if (first === "$") return { kind: "template", ...this.template(start) };
    throw new ParseError(`illegal token`, this.text.location(start));
  }

  private noteComment(start: number, text: string): void {
    const { row, col } = this.text.location(start);
    const { source } = this.text;
    if (source.slice(start - col + 1, start).trim() === "") {
      this.comments.push({ row, col, text: text.replace(/^# ?|\r$/g, "") });
    }
  }

  private number(start: number, length: number): Scanned {
    const { source } = this.text;
    const text = source.slice(start, start + length);
    if (/^0\d/.test(text)) throw new ParseError("expected number without leading zero", this.text.location(start));
    if (source[start + length] === "." && !text.includes(".")) {
      throw new ParseError("expected fraction", this.text.location(start));
    }
    if (match(identifier, source, start + length) > 0) {
      throw new ParseError("illegal number format", this.text.location(start));
    }
    return { text, end: start + length };
  }

  private template(start: number): Scanned {
    if (this.depth >= deepestNesting) throw tooDeep(this.text.location(start));
    this.depth += 1;
    const scanned = readTemplate(this.text, start, (from) => this.tokensUntil("}", from));
    this.depth -= 1;
    return scanned;
  }
}

function braceDepth({ kind, text }: Token): number {
  if (kind !== "symbol") return 0;
  return text === "{" ? 1 : text === "}" ? -1 : 0;
}

function match(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex - at : 0;
}
