import { fail } from "./define.ts";

type Alphabet = { readonly digits: RegExp; readonly isDigit: RegExp };
const standard: Alphabet = { digits: /^[A-Za-z0-9+/]*={0,2}$/, isDigit: /[A-Za-z0-9+/]/ };
const urlSafe: Alphabet = { digits: /^[A-Za-z0-9_-]*={0,2}$/, isDigit: /[A-Za-z0-9_-]/ };

/** Bytes of base64 with padding, as Go reads it: line ends are skipped. `prefix` stands before the error. */
export function decodeBase64(text: string, prefix = "", alphabet = standard): Buffer {
  const compact = withoutLineEnds(text);
  if (!isWhole(compact, alphabet)) fail(`${prefix}illegal base64 data at input byte ${badByte(text, alphabet)}`);
  return Buffer.from(compact, "base64");
}

/** Encoders of other software leave the padding of the alphabet for URLs out (RFC 7515, appendix C). */
export function decodeBase64Url(text: string, prefix = ""): Buffer {
  const remainder = Buffer.byteLength(text) % 4;
  const isPadded = text.endsWith("=");
  if (!isPadded && remainder === 1) fail(`${prefix}illegal base64url string: ${text}`);
  return decodeBase64(isPadded || remainder === 0 ? text : text + "=".repeat(4 - remainder), prefix, urlSafe);
}

export function isBase64(text: string): boolean {
  return isWhole(withoutLineEnds(text), standard);
}

function withoutLineEnds(text: string): string {
  return /[\r\n]/.test(text) ? text.replace(/[\r\n]/g, "") : text;
}

function isWhole(compact: string, { digits }: Alphabet): boolean {
  return compact.length % 4 === 0 && digits.test(compact);
}

/** Where Go stops reading: at a byte that is no digit, or where padding is wrong, missing or followed by more. */
function badByte(text: string, { isDigit }: Alphabet): number {
  const bytes = Buffer.from(text);
  let count = 0;
  let at = 0;
  for (; at < bytes.length; at++) {
    if (isLineEnd(bytes, at)) continue;
    if (!isDigit.test(charOf(bytes, at))) break;
    count = (count + 1) % 4;
  }
  if (at === bytes.length) return at - count;
  return charOf(bytes, at) === "=" && count >= 2 ? behindPadding(bytes, at, count) : at;
}

/** What is wrong with or behind the padding that begins at a place. */
function behindPadding(bytes: Buffer, at: number, count: number): number {
  let next = at + 1;
  if (count === 2) {
    while (isLineEnd(bytes, next)) next += 1;
    if (next === bytes.length) return next;
    if (charOf(bytes, next) !== "=") return next - 1;
    next += 1;
  }
  while (isLineEnd(bytes, next)) next += 1;
  return next;
}

function charOf(bytes: Buffer, at: number): string {
  return String.fromCharCode(bytes[at] as number);
}

function isLineEnd(bytes: Buffer, at: number): boolean {
  return at < bytes.length && /[\r\n]/.test(charOf(bytes, at));
}
