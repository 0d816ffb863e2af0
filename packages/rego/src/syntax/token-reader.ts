import type { Location } from "../errors.ts";
import { reservedWords } from "./keywords.ts";
import type { Token } from "./token.ts";

/** A position in a list of tokens, and what words mean there. */
export class TokenReader {
  keywords: ReadonlySet<string>;
  protected position = 0;
  /** Of a keyword that is a name where it stands. */
  protected nameAt = -1;
  protected readonly tokens: readonly Token[];
  protected readonly source: string;

  constructor(tokens: readonly Token[], source: string, keywords: Iterable<string>) {
    this.tokens = tokens;
    this.source = source;
    this.keywords = new Set(keywords);
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

  /** Where the token read last ends. */
  get lastEnd(): number {
    return this.tokens[this.position - 1]?.end ?? 0;
  }

  textOf({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.source.slice(start, end);
  }

  /** The text from a token to the one read last. */
  textSince({ start }: Token): string {
    return this.textOf({ start, end: this.lastEnd });
  }

  /** The position of the token at an offset. */
  protected positionAt(offset: number): number {
    let low = 0;
    let high = this.tokens.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.tokens[middle] as Token).start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  advance(): Token {
    const { token } = this;
    if (token.kind === "end") return token;
    this.position += 1;
    this.meet();
    return token;
  }

  /** Told of each token when it is reached. */
  protected meet(): void {}

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
}
