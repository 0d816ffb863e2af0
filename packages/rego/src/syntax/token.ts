import type { Location } from "../errors.ts";

export type TemplateKind =
  | "template-string-part"
  | "template-string-end"
  | "raw-template-string-part"
  | "raw-template-string-end";

export type TokenKind = "identifier" | "number" | "string" | TemplateKind | "symbol" | "illegal" | "end";

/**
 * A template string is a row of tokens: of `$"a{x}b"` the part `a`, the name `x`, a brace, and the end `b`. Parts are
 * followed by an expression and its closing brace.
 */
export type Token = {
  readonly kind: TokenKind;
  /** The source text; of strings the value, quotes and escapes resolved. */
  readonly text: string;
  readonly loc: Location;
  /** Offsets in the source, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Whether white space, and whether a line end, stands before the token. */
  readonly spaced: boolean;
  readonly newLine: boolean;
  /** Of illegal tokens: what is wrong, said as soon as they are met. */
  readonly errors?: readonly string[];
  /** What is wrong with a literal, said where its value is needed. */
  readonly problem?: string | undefined;
};
