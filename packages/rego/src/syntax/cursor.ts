import type { Location } from "../errors.ts";
import type { Body, Expr, Term, VarTerm } from "./ast.ts";
import { deepestNesting, tooDeep } from "./nesting.ts";
import type { ParseProblem } from "./parse-error.ts";
import { inOrder, type ProblemList, problemAt, problemsSince } from "./problem-list.ts";
import { SameTerms } from "./same-terms.ts";
import type { SpanKind, Spans } from "./spans.ts";
import type { Token } from "./token.ts";
import { tokenName } from "./token-names.ts";
import { TokenReader } from "./token-reader.ts";

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
  readonly source: string;
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
  readonly wildcards: number;
};

/** A reading of a term, and what it found wrong. */
type Remembered = {
  readonly term: Term | undefined;
  readonly after: CursorState;
  readonly found: readonly ParseProblem[];
};

/**
 * What the parser has to remember on its way. A reader that fails notes why and returns undefined, so that those around
 * it may say what they miss, or go back and read the text as something else.
 */
export class Cursor extends TokenReader {
  readonly version: 0 | 1;
  readonly terms = new SameTerms();
  private readonly grammar: Grammar;
  private memo = new Map<number, Remembered>();
  private depth = 0;
  private wildcards = 0;
  private list: ProblemList;
  private hints: readonly string[] = [];
  /** Of a token before which white space is what is wrong. */
  private spaceAt = -1;
  /** Told where what is read ends, where somebody asked. */
  private readonly spans: Spans | undefined;

  constructor(tokens: readonly Token[], { source, grammar, version, keywords, spans }: CursorOptions) {
    super(tokens, source, keywords);
    this.grammar = grammar;
    this.version = version;
    this.spans = spans;
    this.meet();
  }

  /** Where the first line in braces that open at an offset starts and ends. Nothing is read by asking. */
  spanOfFirst(braces: number): { readonly start: number; readonly end: number } {
    const state = this.save();
    this.position = this.positionAt(braces) + 1;
    const { start } = this.token;
    this.expr();
    const end = this.lastEnd;
    this.restore(state);
    return { start, end };
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

  get hasProblems(): boolean {
    return this.list !== undefined;
  }

  get problems(): readonly ParseProblem[] {
    return inOrder(this.list);
  }

  protected override meet(): void {
    const { errors, loc } = this.token;
    if (errors !== undefined) for (const message of errors) this.fail(message, loc);
  }

  /** Notes that what started with `first` ends with the token read last. `at` is its location in the tree. */
  mark(kind: SpanKind, first: Token, at = first.loc, end?: number): void {
    this.spans?.add(kind, at, first, end ?? this.lastEnd);
  }

  /** The name that stands here, read. */
  variable(): VarTerm {
    const { text, loc } = this.advance();
    return { kind: "var", name: text === "_" ? this.nextWildcard() : text, loc };
  }

  /** A fresh name for `_`: each stands for a variable of its own. Numbered in the order of the source, as in OPA. */
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

  /** Where the token before this one ends: a dot, which takes one character. A line's end is, as OPA has it, the next's. */
  private get space(): Location {
    const { loc, end } = this.tokens[this.position - 1] as Token;
    return /[\n#]/.test(this.source[end] ?? "") ? { ...loc, row: loc.row + 1, col: 0 } : { ...loc, col: loc.col + 1 };
  }

  save(): CursorState {
    const { position, list: problems, hints, nameAt, spaceAt, wildcards } = this;
    return { position, problems, hints, nameAt, spaceAt, wildcards };
  }

  restore({ position, problems, hints, nameAt, spaceAt, wildcards }: CursorState): void {
    this.position = position;
    this.list = problems;
    this.hints = hints;
    this.nameAt = nameAt;
    this.spaceAt = spaceAt;
    this.wildcards = wildcards;
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
