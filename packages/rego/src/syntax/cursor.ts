import type { Location } from "../errors.ts";
import type { Body, Term } from "./ast.ts";
import { deepestNesting, tooDeep } from "./nesting.ts";
import { ParseError } from "./parse-error.ts";
import type { SpanKind, Spans } from "./spans.ts";
import type { Token } from "./token.ts";

/** Words that are never variables, whatever is imported. */
export const reservedWords: ReadonlySet<string> = new Set([
  "package",
  "import",
  "as",
  "default",
  "else",
  "not",
  "some",
  "with",
  "null",
  "true",
  "false",
]);
/** Words that are keywords in Rego v1, and in v0 where they are imported. */
export const futureKeywords: readonly string[] = ["in", "every", "contains", "if"];
/** Keywords that have to be imported in every version. */
export const experimentalKeywords: readonly string[] = ["not", "and", "or"];

type ReadBody = (cursor: Cursor, closing: string) => Body;

type CursorOptions = {
  readonly wildcards?: { count: number };
  readonly spans?: Spans | undefined;
  readonly hasTemplates?: boolean;
};

/** A position in a token list, and what the parser has to remember on its way. */
export class Cursor {
  readonly keywords: Set<string>;
  readonly readBody: ReadBody;
  private readonly tokens: readonly Token[];
  private readonly memo = new Map<number, { term: Term; position: number } | ParseError>();
  private position = 0;
  private depth = 0;
  private wildcards: { count: number };
  /** Told where what is read ends, where somebody asked. */
  private readonly spans: Spans | undefined;
  /** Whether the language version has template strings; importing another does not change that. */
  readonly hasTemplates: boolean;

  constructor(
    tokens: readonly Token[],
    keywords: Set<string>,
    readBody: ReadBody,
    { wildcards = { count: 0 }, spans, hasTemplates = true }: CursorOptions = {},
  ) {
    this.hasTemplates = hasTemplates;
    this.tokens = tokens;
    this.keywords = keywords;
    this.readBody = readBody;
    this.wildcards = wildcards;
    this.spans = spans;
  }

  /** A cursor over the tokens of an expression inside a template string. */
  over(tokens: readonly Token[]): Cursor {
    const { wildcards, spans, hasTemplates } = this;
    const inner = new Cursor(tokens, this.keywords, this.readBody, { wildcards, spans, hasTemplates });
    inner.depth = this.depth;
    return inner;
  }

  get token(): Token {
    return this.tokens[this.position] as Token;
  }

  get following(): Token {
    return this.tokens[Math.min(this.position + 1, this.tokens.length - 1)] as Token;
  }

  get loc(): Location {
    return this.token.loc;
  }

  get atEnd(): boolean {
    return this.token.kind === "end";
  }

  advance(): Token {
    const { token } = this;
    if (!this.atEnd) this.position += 1;
    return token;
  }

  /** Notes that what started with `first` ends with the token read last. `at` is its location in the tree. */
  mark(kind: SpanKind, first: Token, at = first.loc, end?: number): void {
    this.spans?.add(kind, at, first, end ?? this.tokens[this.position - 1]?.end ?? first.end);
  }

  isSymbol(text: string): boolean {
    return this.token.kind === "symbol" && this.token.text === text;
  }

  /** The word as a keyword: `in` is none where it is not imported, and none is where a dot or bracket makes it a ref. */
  isKeyword(word: string): boolean {
    return this.token.kind === "identifier" && this.token.text === word && this.isReserved(word) && !this.opensRef;
  }

  get opensRef(): boolean {
    const { following } = this;
    return following.kind === "symbol" && !following.spaced && (following.text === "." || following.text === "[");
  }

  isReserved(word: string): boolean {
    return reservedWords.has(word) || this.keywords.has(word);
  }

  takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.advance();
    return true;
  }

  takeKeyword(word: string): boolean {
    if (!this.isKeyword(word)) return false;
    this.advance();
    return true;
  }

  expectSymbol(text: string, note = `expected ${text}`): void {
    if (!this.takeSymbol(text)) throw this.unexpected(note);
  }

  /** A fresh name for `_`: each stands for a variable of its own. */
  nextWildcard(): string {
    this.wildcards.count += 1;
    return `$${this.wildcards.count - 1}`;
  }

  /** The end of a source is, as OPA has it, at its last character. */
  unexpected(note = "", location = this.atEnd ? { ...this.loc, col: this.loc.col - 1 } : this.loc): ParseError {
    const { kind, text } = this.token;
    const what =
      kind === "end"
        ? "eof"
        : this.isReserved(text) && kind === "identifier"
          ? `${text} keyword`
          : kindName(kind, text);
    return new ParseError(`unexpected ${what} token${note === "" ? "" : `: ${note}`}`, location);
  }

  /** Runs `read`; when it fails, goes back to where it began and returns undefined. */
  attempt<T>(read: () => T): T | undefined {
    const { position, depth } = this;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ParseError) || error.isFinal) throw error;
      this.position = position;
      this.depth = depth;
      return undefined;
    }
  }

  save(): number {
    return this.position;
  }

  restore(position: number): void {
    this.position = position;
  }

  /** Reads a term at most once a position, so that a second reading of the same text costs nothing. */
  memoized(read: () => Term): Term {
    const { position: start } = this;
    const known = this.memo.get(start);
    if (known instanceof ParseError) throw known;
    if (known !== undefined) {
      this.position = known.position;
      return known.term;
    }
    try {
      const term = this.nested(read);
      this.memo.set(start, { term, position: this.position });
      return term;
    } catch (error) {
      if (error instanceof ParseError) this.memo.set(start, error);
      throw error;
    }
  }

  nested<T>(read: () => T): T {
    if (this.depth >= deepestNesting) throw tooDeep(this.loc);
    this.depth += 1;
    const result = read();
    this.depth -= 1;
    return result;
  }
}

function kindName(kind: Token["kind"], text: string): string {
  if (kind === "symbol") return symbolNames[text] ?? text;
  return kind === "template" ? "template-string-part" : kind;
}

const symbolNames: Readonly<Record<string, string>> = {
  "+": "plus",
  "-": "minus",
  "*": "mul",
  "/": "div",
  "%": "rem",
  "&": "and",
  "|": "or",
  "=": "eq",
  "==": "equal",
  ":=": "assign",
  "!=": "neq",
  ">": "gt",
  "<": "lt",
  ">=": "gte",
  "<=": "lte",
};
