import {
  backslash,
  beginFalse,
  beginTrue,
  closeBrace,
  closeBracket,
  comma,
  dot,
  minus,
  nine,
  openBrace,
  openBracket,
  quote,
  zero,
} from "../schema/json-bytes.ts";
import { beginPart, endPart, makeRoom, putNegative, putVarint, type Tagged, type TextOutput } from "./text-output.ts";

/** Puts the value that is read next with its tag, unless it says nothing; whether that could be done. */
export type Put = (output: TextOutput, tagged: Tagged, isZeroPut: boolean) => boolean;

/** Up to this many bytes a loop is quicker than what Node has for it. */
const shortText = 40;

/** A number of so many characters, and the power of ten that it is divided by, are exact: below 2^53. */
const exactDigits = 15;

export function putString(output: TextOutput, tagged: Tagged, isZeroPut: boolean): boolean {
  const { json, at, size } = output;
  if (json[at] !== quote) return false;
  if (json[at + 1] === quote && !isZeroPut) {
    output.at += 2;
    return true;
  }
  const room = tagged.lengthBytes;
  makeRoom(output);
  const begin = beginPart(output, tagged);
  if (!copyText(output)) {
    output.size = size;
    return putEscaped(output, tagged);
  }
  endPart(output, tagged, begin, room);
  return true;
}

/** Whether the text that is next has no escapes: then it is copied. A short one while its end is looked for. */
function copyText(output: TextOutput): boolean {
  const { json, at, bytes } = output;
  const limit = Math.min(at + shortText, json.length);
  let to = output.size;
  for (let from = at + 1; from < limit; from += 1) {
    const byte = json[from] as number;
    if (byte === quote) {
      output.at = from + 1;
      output.size = to;
      return true;
    }
    if (byte === backslash) return false;
    bytes[to] = byte;
    to += 1;
  }
  const end = json.indexOf(quote, limit);
  if (end === -1 || nextEscape(output) < end) return false;
  output.size = to + json.copy(bytes, to, limit, end);
  output.at = end + 1;
  return true;
}

/** Looked for once in all of the text that has none. */
function nextEscape(output: TextOutput): number {
  const { json, at } = output;
  if (output.escape < at) {
    const found = json.indexOf(backslash, at);
    output.escape = found === -1 ? Number.POSITIVE_INFINITY : found;
  }
  return output.escape;
}

function putEscaped(output: TextOutput, tagged: Tagged): boolean {
  const { json, at } = output;
  const end = textEnd(json, at);
  const text = JSON.parse(json.toString("utf8", at, end)) as string;
  const room = tagged.lengthBytes;
  const begin = beginPart(output, tagged);
  output.size += output.bytes.write(text, begin);
  output.at = end;
  endPart(output, tagged, begin, room);
  return true;
}

/** Behind the text that begins there. */
function textEnd(json: Buffer, begin: number): number {
  let at = begin + 1;
  while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1;
  return at + 1;
}

export function putWhole(output: TextOutput, { tag }: Tagged, isZeroPut: boolean): boolean {
  const value = readNumber(output);
  if (!Number.isSafeInteger(value)) return false;
  if (value === 0 && !isZeroPut) return true;
  makeRoom(output);
  putVarint(output, tag);
  if (value < 0) putNegative(output, value);
  else putVarint(output, value);
  return true;
}

function isEnd(byte: number | undefined): boolean {
  return byte === comma || byte === closeBrace || byte === closeBracket || byte === undefined;
}

export function putBool(output: TextOutput, { tag }: Tagged, isZeroPut: boolean): boolean {
  const word = output.json[output.at];
  if (word !== beginTrue && word !== beginFalse) return false;
  output.at += word === beginTrue ? 4 : 5;
  if (word === beginFalse && !isZeroPut) return true;
  makeRoom(output);
  putVarint(output, tag);
  putVarint(output, word === beginTrue ? 1 : 0);
  return true;
}

/** @param write Returns what is behind it, as methods of `Buffer` do. */
function decimalPut(write: (bytes: Buffer, value: number, at: number) => number): Put {
  return (output, { tag }, isZeroPut) => {
    const value = readNumber(output);
    if (Number.isNaN(value)) return false;
    if (value === 0 && !isZeroPut) return true;
    makeRoom(output);
    putVarint(output, tag);
    output.size = write(output.bytes, value, output.size);
    return true;
  };
}

export const putDouble = decimalPut((bytes, value, at) => bytes.writeDoubleLE(value, at));
export const putFloat = decimalPut((bytes, value, at) => bytes.writeFloatLE(value, at));

/** NaN for what is none. Few digits are read here; the quotient of two numbers that are exact is the nearest that there is. */
function readNumber(output: TextOutput): number {
  const { json, at } = output;
  const isNegative = json[at] === minus;
  const begin = isNegative ? at + 1 : at;
  let end = begin;
  let value = 0;
  let divisor = 0;
  for (; isDigit(json[end]) || (json[end] === dot && divisor === 0); end += 1) {
    if (json[end] === dot) divisor = 1;
    else {
      value = value * 10 + ((json[end] as number) - zero);
      divisor *= 10;
    }
  }
  if (end === begin) return Number.NaN;
  if (!isEnd(json[end]) || end - at > exactDigits) return readLongNumber(output);
  output.at = end;
  const read = divisor === 0 ? value : value / divisor;
  return isNegative ? -read : read;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

function readLongNumber(output: TextOutput): number {
  const { json, at } = output;
  let end = at;
  while (!isEnd(json[end])) end += 1;
  output.at = end;
  return Number(json.toString("latin1", at, end));
}

export function putTime(output: TextOutput, tagged: Tagged): boolean {
  const { json, at } = output;
  if (json[at] !== quote) return false;
  const end = textEnd(json, at);
  const seconds = Math.floor(Date.parse(json.toString("latin1", at + 1, end - 1)) / 1000);
  if (Number.isNaN(seconds)) return false;
  output.at = end;
  const room = tagged.lengthBytes;
  makeRoom(output);
  const begin = beginPart(output, tagged);
  putVarint(output, 0x08);
  if (seconds < 0) putNegative(output, seconds);
  else putVarint(output, seconds);
  endPart(output, tagged, begin, room);
  return true;
}

/** Any JSON is its own text. */
export function putRaw(output: TextOutput, tagged: Tagged): boolean {
  const { json, at } = output;
  const end = valueEnd(json, at);
  const room = tagged.lengthBytes;
  makeRoom(output);
  const begin = beginPart(output, tagged);
  output.size += json.copy(output.bytes, begin, at, end);
  output.at = end;
  endPart(output, tagged, begin, room);
  return true;
}

/** Behind the value that begins there. */
function valueEnd(json: Buffer, begin: number): number {
  let depth = 0;
  let at = begin;
  while (at < json.length) {
    const byte = json[at];
    if (depth === 0 && at > begin && isEnd(byte)) return at;
    if (byte === quote) at = textEnd(json, at);
    else {
      if (byte === openBrace || byte === openBracket) depth += 1;
      else if (byte === closeBrace || byte === closeBracket) depth -= 1;
      at += 1;
    }
  }
  return at;
}
