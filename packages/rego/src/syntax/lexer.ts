import type { Comment } from "./ast.ts";
import { readRawString, readString, readTemplateText, type Scanned } from "./literals.ts";
import { deepestNesting, tooDeep } from "./nesting.ts";
import { readNumber } from "./numbers.ts";
import { SourceText } from "./source-text.ts";
import type { Token } from "./token.ts";

const longSymbols = new Set([":=", "==", "!=", "<=", ">="]);
const shortSymbols = new Set("{}[](),:;.=<>+-*/%&|");

const blank = /[ \t\r\n]+|#[^\n]*/y;
const identifier = /[A-Za-z_][A-Za-z0-9_]*/y;
const byteOrderMark = "\ufeff";

/** All tokens of a source, the last of kind `end`. What is no token is one of kind `illegal`. */
export function tokenize(file: string, source: string): { tokens: Token[]; comments: Comment[] } {
  const lexer = new Lexer(new SourceText(file, source));
  return { tokens: lexer.tokens(), comments: lexer.comments };
}

/** A template string whose expression is being read. `depth`: braces open in it. */
type OpenTemplate = { readonly isRaw: boolean; depth: number };

class Lexer {
  readonly comments: Comment[] = [];
  private readonly text: SourceText;
  private readonly templates: OpenTemplate[] = [];

  constructor(text: SourceText) {
    this.text = text;
  }

  tokens(): Token[] {
    const tokens: Token[] = [];
    let token = this.next(this.text.source.startsWith(byteOrderMark) ? 1 : 0);
    while (token.kind !== "end") {
      tokens.push(token);
      token = this.continuesTemplate(token) ? this.templateText(token) : this.next(token.end);
    }
    tokens.push(token);
    return tokens;
  }

  /** Follows braces inside of a template string; true at the one that ends its expression. */
  private continuesTemplate({ kind, text }: Token): boolean {
    const template = this.templates.at(-1);
    if (template === undefined || kind !== "symbol") return false;
    if (text === "{") template.depth += 1;
    else if (text === "}") template.depth -= 1;
    return template.depth < 0;
  }

  private templateText({ end: start }: Token): Token {
    const template = this.templates.at(-1) as OpenTemplate;
    template.depth = 0;
    const scanned = readTemplateText(this.text.source, start, template.isRaw);
    if (!scanned.kind.endsWith("part")) this.templates.pop();
    return this.placed(scanned, start, false, false);
  }

  private next(from: number): Token {
    const { source } = this.text;
    let start = from;
    let newLine = false;
    for (let length = match(blank, source, start); length > 0; length = match(blank, source, start)) {
      const skipped = source.slice(start, start + length);
      if (source[start] === "#") this.noteComment(start, skipped);
      else newLine ||= skipped.includes("\n");
      start += length;
    }
    return this.placed(this.scan(start), start, start > from, newLine);
  }

  private placed(scanned: Scanned, start: number, spaced: boolean, newLine: boolean): Token {
    const { kind, text, end, errors, problem } = scanned;
    const at = this.text.location(start);
    // The end of a source is, as OPA has it, at its last character.
    const loc = kind === "end" ? { ...at, col: at.col - 1 } : at;
    const token = { kind, text, loc, start, end, spaced, newLine };
    if (errors !== undefined) return { ...token, errors };
    return problem === undefined ? token : { ...token, problem };
  }

  private scan(start: number): Scanned {
    const { source } = this.text;
    if (start >= source.length) return { kind: "end", text: "", end: start };
    const name = match(identifier, source, start);
    if (name > 0) return { kind: "identifier", text: source.slice(start, start + name), end: start + name };
    const first = source[start] as string;
    const two = source.slice(start, start + 2);
    if (longSymbols.has(two)) return { kind: "symbol", text: two, end: start + 2 };
    if (shortSymbols.has(first)) return { kind: "symbol", text: first, end: start + 1 };
    const number = readNumber(source, start);
    if (number !== undefined) return number;
    if (first === '"') return readString(source, start);
    if (first === "`") return readRawString(source, start);
    if (two === '$"' || two === "$`") return this.template(start, two === "$`");
    return illegal(first, start);
  }

  private template(start: number, isRaw: boolean): Scanned {
    const scanned = readTemplateText(this.text.source, start + 2, isRaw);
    if (!scanned.kind.endsWith("part")) return scanned;
    if (this.templates.length >= deepestNesting) throw tooDeep(this.text.location(start));
    this.templates.push({ isRaw, depth: 0 });
    return scanned;
  }

  private noteComment(start: number, text: string): void {
    const { row, col } = this.text.location(start);
    const { source } = this.text;
    const isAlone = source.slice(start - col + 1, start).trim() === "";
    this.comments.push({ row, col, text: text.replace(/^#|\r$/g, ""), isAlone });
  }
}

const illegalCharacters: Readonly<Record<string, string>> = {
  "!": "illegal ! character",
  $: "illegal $ character",
  "\0": "illegal null character",
  "\u00a0": "illegal non-breaking space character, use a regular space instead",
  [byteOrderMark]: "illegal byte-order mark",
};

function illegal(char: string, start: number): Scanned {
  const error = illegalCharacters[char];
  return { kind: "illegal", text: char, end: start + 1, errors: error === undefined ? [] : [error] };
}

function match(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex - at : 0;
}
