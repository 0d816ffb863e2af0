import type { Location } from "../errors.ts";

export type TokenKind = "identifier" | "number" | "string" | "template" | "symbol" | "end";

export type Token = {
  readonly kind: TokenKind;
  /** The source text; of a string its value, quotes and escapes resolved. */
  readonly text: string;
  readonly loc: Location;
  /** Offsets in the source, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Whether white space, and whether a line end, stands before the token. */
  readonly spaced: boolean;
  readonly newLine: boolean;
  /** Of a template string: literal text and the tokens of each `{…}` in turn. */
  readonly parts?: readonly (string | readonly Token[])[];
};
