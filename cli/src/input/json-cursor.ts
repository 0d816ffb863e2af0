/** A place in the bytes of a JSON text, with its 1-based line. */
export type JsonCursor = { readonly bytes: Uint8Array; at: number; line: number };

const lineFeed = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

const isOpening = (byte: number) => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number) => byte === 0x7d || byte === 0x5d;
const isSpace = (byte: number) => byte === 0x20 || byte === lineFeed || byte === 0x0d || byte === 0x09;

/** Goes on to the next byte that is no whitespace. */
export function skipSpace(cursor: JsonCursor): void {
  const { bytes } = cursor;
  for (let byte = bytes[cursor.at]; byte !== undefined && isSpace(byte); byte = bytes[++cursor.at]) {
    if (byte === lineFeed) cursor.line++;
  }
}

/** Goes past one character of ASCII where it stands next. */
export function take(cursor: JsonCursor, character: string): boolean {
  if (cursor.bytes[cursor.at] !== character.charCodeAt(0)) return false;
  cursor.at++;
  return true;
}

/**
 * Goes past one value. It only looks for the value's end: whether the bytes up to there are JSON is for `JSON.parse` to
 * say. Where no value can start, it stays.
 */
export function skipValue(cursor: JsonCursor): void {
  const first = cursor.bytes[cursor.at];
  if (first === quote) skipString(cursor);
  else if (first !== undefined && isOpening(first)) skipBrackets(cursor);
  else skipScalar(cursor);
}

/** Strings of JSON have no line feed in them. */
function skipString(cursor: JsonCursor): void {
  cursor.at = endOfString(cursor.bytes, cursor.at);
}

/** Behind the string that starts there. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  for (let byte = bytes[at]; byte !== undefined && byte !== quote; byte = bytes[at]) at += byte === backslash ? 2 : 1;
  return at + 1;
}

/** How much deeper what comes behind a byte is. */
const nesting = new Int8Array(256);
for (const bracket of "{[") nesting[bracket.charCodeAt(0)] = 1;
for (const bracket of "}]") nesting[bracket.charCodeAt(0)] = -1;

/** A large file goes through this byte by byte: brackets are told without a call. */
function skipBrackets(cursor: JsonCursor): void {
  const { bytes } = cursor;
  let { at } = cursor;
  let depth = 0;
  for (let byte = bytes[at]; byte !== undefined; byte = bytes[at]) {
    at = byte === quote ? endOfString(bytes, at) : at + 1;
    if (byte === lineFeed) cursor.line++;
    depth += nesting[byte] ?? 0;
    if (depth === 0) break;
  }
  cursor.at = at;
}

function skipScalar(cursor: JsonCursor): void {
  const { bytes } = cursor;
  const isInside = (byte: number) => byte !== comma && !isSpace(byte) && !isClosing(byte);
  for (let byte = bytes[cursor.at]; byte !== undefined && isInside(byte); byte = bytes[cursor.at]) cursor.at++;
}
