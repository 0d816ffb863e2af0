import type { Location } from "../errors.ts";
import type { Body, Expr, Term, VarTerm } from "./ast.ts";
import { reservedWords } from "./keywords.ts";
import { deepestNesting, tooDeep } from "./nesting.ts";
import type { ParseProblem } from "./parse-error.ts";
import { inOrder, type ProblemList, problemAt, problemsSince } from "./problem-list.ts";
import { SameTerms } from "./same-terms.ts";
import type { SpanKind, Spans } from "./spans.ts";
import type { Token } from "./token.ts";
import { tokenName } from "./token-names.ts";

/** Where a term stands: among the items of a list a comma separates them, alone it may be that of `k, v in xs`. */
export type Place = "alone" | "in-list";

/** The readers that call each other in a circle. */
export type Grammar = {
  readonly term: (cursor: Cursor, place: Place) => Term | undefined;
  readonly operand: (cursor: Cursor) => Term | undefined;
  readonly expr: (cursor: Cursor) => Expr | undefined;
  readonly body: (cursor: Cursor, closing: string) => Body | undefined;
};

type CursorOptions = {
  readonly grammar: Grammar;
  readonly version: 0 | 1;
  readonly keywords: Iterable<string>;
  readonly spans?: Spans | undefined;
};

/** Where a reader is, and what it found wrong on its way there. */
export type CursorState = {
  readonly position: number;
  readonly problems: ProblemList;
  readonly hints: readonly string[];
  readonly nameAt: number;
  readonly spaceAt: number;
};

/** A reading of a term, and what it found wrong. */
type Remembered = {
  readonly term: Term | undefined;
  readonly after: CursorState;
  readonly found: readonly ParseProblem[];
};

/**
 * A position in a token list, and what the parser has to remember on its way. A reader that fails notes why and returns
 * undefined, so that those around it may say what they miss, or go back and read the text as something else.
 */
export class Cursor {
  readonly version: 0 | 1;
  keywords: ReadonlySet<string>;
  readonly terms = new SameTerms();
  private readonly grammar: Grammar;
  private readonly tokens: readonly Token[];
  private memo = new Map<number, Remembered>();
  private position = 0;
  private depth = 0;
  private wildcards = 0;
  private list: ProblemList;
  private hints: readonly string[] = [];
  /** Of a keyword that is a name where it stands. */
  private nameAt = -1;
  /** Of a token before which white space is what is wrong. */
  private spaceAt = -1;
  /** Told where what is read ends, where somebody asked. */
  private readonly spans: Spans | undefined;

  constructor(tokens: readonly Token[], { grammar, version, keywords, spans }: CursorOptions) {
    this.tokens = tokens;
    this.grammar = grammar;
    this.version = version;
    this.keywords = new Set(keywords);
    this.spans = spans;
    this.meet();
  }

  /** A term with infix operators. */
  term(place: Place = "alone"): Term | undefined {
    return this.grammar.term(this, place);
  }

  /** A term without infix operators. */
  operand(): Term | undefined {
    return this.grammar.operand(this);
  }

  /** One line of a body. */
  expr(): Expr | undefined {
    return this.grammar.expr(this);
  }

  /** Lines up to the closing symbol, which is left unread. */
  body(closing: string): Body | undefined {
    return this.grammar.body(this, closing);
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

  get hasProblems(): boolean {
    return this.list !== undefined;
  }

  get problems(): readonly ParseProblem[] {
    return inOrder(this.list);
  }

  advance(): Token {
    const { token } = this;
    if (token.kind === "end") return token;
    this.position += 1;
    this.meet();
    return token;
  }

  private meet(): void {
    const { errors, loc } = this.token;
    if (errors !== undefined) for (const message of errors) this.fail(message, loc);
  }

  /** Notes that what started with `first` ends with the token read last. `at` is its location in the tree. */
  mark(kind: SpanKind, first: Token, at = first.loc, end?: number): void {
    this.spans?.add(kind, at, first, end ?? this.tokens[this.position - 1]?.end ?? first.end);
  }

  isSymbol(text: string): boolean {
    const { token } = this;
    return token.kind === "symbol" && token.text === text;
  }

  /** Whether the word stands here as a keyword: `in` is none where it is not imported. */
  isKeyword(word: string): boolean {
    const { token } = this;
    return token.kind === "identifier" && token.text === word && this.isReserved(word) && this.nameAt !== this.position;
  }

  /** Whether a name stands here: an identifier that is no keyword, or one taken as a name. */
  get isName(): boolean {
    const { token } = this;
    return token.kind === "identifier" && (!this.isReserved(token.text) || this.nameAt === this.position);
  }

  isReserved(word: string): boolean {
    return reservedWords.has(word) || this.keywords.has(word);
  }

  /** Takes the word that stands here as a name, whatever it means. */
  takeAsName(): void {
    this.nameAt = this.position;
  }

  /** Takes a keyword before a dot or a bracket as the name it can only be; true if one stands here. */
  takeRefAsName(): boolean {
    const { token, following } = this;
    const opensRef =
      following.kind === "symbol" && !following.spaced && (following.text === "." || following.text === "[");
    if (!opensRef || token.kind !== "identifier" || !this.isReserved(token.text)) return false;
    this.nameAt = this.position;
    return true;
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

  /** The name that stands here, read. */
  variable(): VarTerm {
    const { text, loc } = this.advance();
    return { kind: "var", name: text === "_" ? this.nextWildcard() : text, loc };
  }

  /** A fresh name for `_`: each stands for a variable of its own. */
  nextWildcard(): string {
    this.wildcards += 1;
    return `$${this.wildcards - 1}`;
  }

  /** Notes a problem, with the hints given since the last. */
  fail(message: string, location: Location = this.loc): undefined {
    this.list = { problem: problemAt(message, location, this.hints), before: this.list };
    this.hints = [];
  }

  /** Advice for the next problem. */
  hint(text: string): void {
    this.hints = [...this.hints, text];
  }

  get hasHints(): boolean {
    return this.hints.length > 0;
  }

  /** Notes that the token here cannot stand where it does. */
  unexpected(note = ""): undefined {
    const { kind, text } = this.token;
    if (kind === "illegal") return this.fail("illegal token");
    const behind = note === "" ? "" : `: ${note}`;
    if (this.spaceAt === this.position) return this.fail(`unexpected whitespace token${behind}`, this.space);
    const isKeyword = kind === "identifier" && !this.isName;
    const what = isKeyword ? `${text} keyword` : `${tokenName(kind, text)} token`;
    return this.fail(`unexpected ${what}${behind}`);
  }

  /** Stays before the white space in front of the token here. */
  stopAtSpace(): void {
    this.spaceAt = this.position;
  }

  /** Where the token before this one ends: a dot, which takes one character. */
  private get space(): Location {
    const { loc } = this.tokens[this.position - 1] as Token;
    return { ...loc, col: loc.col + 1 };
  }

  save(): CursorState {
    const { position, list: problems, hints, nameAt, spaceAt } = this;
    return { position, problems, hints, nameAt, spaceAt };
  }

  restore({ position, problems, hints, nameAt, spaceAt }: CursorState): void {
    this.position = position;
    this.list = problems;
    this.hints = hints;
    this.nameAt = nameAt;
    this.spaceAt = spaceAt;
  }

  /** Runs `read`; where it finds nothing, goes back to where it began. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const state = this.save();
    const result = read();
    if (result === undefined) this.restore(state);
    return result;
  }

  /** Whether a text would be read if all keywords there are to import were. Nothing is read by asking. */
  wouldRead(keywords: Iterable<string>, read: () => boolean): boolean {
    const state = this.save();
    const { keywords: own, memo } = this;
    this.keywords = new Set([...own, ...keywords]);
    this.memo = new Map();
    const would = read();
    this.keywords = own;
    this.memo = memo;
    this.restore(state);
    return would;
  }

  addKeywords(words: Iterable<string>): void {
    this.keywords = new Set([...this.keywords, ...words]);
  }

  /** Reads where words are no keywords, whatever was imported. */
  withoutKeywords<T>(words: readonly string[], read: () => T): T {
    const { keywords } = this;
    this.keywords = new Set([...keywords].filter((word) => !words.includes(word)));
    const result = read();
    this.keywords = keywords;
    return result;
  }

  /** Reads a term at most once a position, so that a second reading of the same text costs nothing. */
  memoized(read: () => Term | undefined): Term | undefined {
    // What a keyword is read as depends on whether it is taken as a name.
    const start = this.position * 2 + (this.nameAt === this.position ? 1 : 0);
    const known = this.memo.get(start);
    if (known !== undefined) return this.recall(known);
    const before = this.list;
    const term = this.nested(read);
    this.memo.set(start, { term, after: this.save(), found: problemsSince(before, this.list) });
    return term;
  }

  /** Stands where the reading ended, with what it found wrong added to what was known here. */
  private recall({ term, after, found }: Remembered): Term | undefined {
    const { list } = this;
    this.restore(after);
    this.list = list;
    for (const problem of found) this.list = { problem, before: this.list };
    return term;
  }

  /** What was read before a statement is never read again. */
  forgetTerms(): void {
    this.memo.clear();
  }

  nested<T>(read: () => T): T {
    if (this.depth >= deepestNesting) throw tooDeep(this.loc);
    this.depth += 1;
    const result = read();
    this.depth -= 1;
    return result;
  }
}
