/** Characters of which YAML's syntax is made, by their code. */
export const tab = 0x09;
export const lf = 0x0a;
export const cr = 0x0d;
export const space = 0x20;
export const doubleQuote = 0x22;
export const hash = 0x23;
export const ampersand = 0x26;
const singleQuote = 0x27;
export const asterisk = 0x2a;
export const comma = 0x2c;
export const dash = 0x2d;
export const colon = 0x3a;
export const greater = 0x3e;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const bar = 0x7c;
export const closeBrace = 0x7d;

/** A line's end, or the text's. */
export function isBreak(code: number): boolean {
  return code === lf || code === cr || Number.isNaN(code);
}

export function isBlank(code: number): boolean {
  return code === space || isBreak(code);
}

export function isBracket(code: number): boolean {
  return code === openBracket || code === closeBracket || code === openBrace || code === closeBrace;
}

export function isQuote(code: number): boolean {
  return code === doubleQuote || code === singleQuote;
}
