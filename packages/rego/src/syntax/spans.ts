import type { Location } from "../errors.ts";
import { SourceText } from "./source-text.ts";
import type { Token } from "./token.ts";

/** What is spanned: an expression of a body, a rule's head, or the value or member in a head. */
export type SpanKind = "expression" | "head" | "value";

/** A stretch of a source. `end` is the position behind its last character. */
export type Span = { readonly start: Location; readonly end: Location; readonly text: string };

/**
 * Where the parts of one source end. A tree knows only where they start; who reports on sources, such as coverage,
 * hands this to the parser, which notes the ends in it.
 */
export class Spans {
  private readonly source: SourceText;
  private readonly marks: Record<SpanKind, Map<Location, { first: Token; end: number }>> = {
    expression: new Map(),
    head: new Map(),
    value: new Map(),
  };

  constructor(file: string, source: string) {
    this.source = new SourceText(file, source);
  }

  /** `at`: the location the tree has for what the tokens from `first` to the offset `end` say. */
  add(kind: SpanKind, at: Location, first: Token, end: number): void {
    this.marks[kind].set(at, { first, end });
  }

  /** The span of what is at this very location of the tree; undefined for what no source says. */
  of(kind: SpanKind, at: Location): Span | undefined {
    const found = this.marks[kind].get(at);
    if (found === undefined) return undefined;
    const { first, end } = found;
    return { start: first.loc, end: this.source.location(end), text: this.source.source.slice(first.start, end) };
  }
}
