import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  isBlank,
  isBracket,
  isQuote,
  openBrace,
  openBracket,
} from "./characters.ts";
import { checkKey, checkMembers, closeCollection, openCollection, placesOfElements } from "./collections.ts";
import { plainScalar } from "./plain-scalar.ts";
import { readFlowPlain } from "./plain-text.ts";
import { readQuoted } from "./quoted-text.ts";
import { endLine, isLineOver, NotPlain, type Reading, skipSpaces } from "./reading.ts";

/** `[…]` or `{…}`. Lines that it goes on in are indented deeper than `parent`. */
export function readFlowCollection(reading: Reading, parent: number): unknown {
  openCollection(reading);
  const isSequence = reading.text.charCodeAt(reading.at++) === openBracket;
  const value = isSequence ? readSequence(reading, parent) : readMapping(reading, parent);
  closeCollection(reading);
  return value;
}

function readSequence(reading: Reading, parent: number): unknown[] {
  const list: unknown[] = [];
  const places = placesOfElements(reading);
  skipBreaks(reading, parent);
  while (!take(reading, closeBracket)) {
    places?.push(reading.at);
    list.push(readValue(reading, parent));
    separate(reading, parent, closeBracket);
  }
  return list;
}

function readMapping(reading: Reading, parent: number): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  let members = 0;
  skipBreaks(reading, parent);
  while (!take(reading, closeBrace)) {
    members++;
    const start = reading.at;
    const key = readKey(reading, parent);
    checkKey(key, start, reading);
    skipBreaks(reading, parent);
    map[key] = readValue(reading, parent);
    separate(reading, parent, closeBrace);
  }
  checkMembers(map, members);
  return map;
}

/** Goes past a key and its colon. */
function readKey(reading: Reading, parent: number): string {
  const { text, at: start } = reading;
  const isInQuotes = isQuote(text.charCodeAt(start));
  const key = isInQuotes ? readQuoted(reading, parent) : readFlowPlain(reading);
  const end = reading.at;
  skipSpaces(reading);
  if (!take(reading, colon)) throw new NotPlain();
  // Behind quotes a colon needs nothing after it.
  const next = text.charCodeAt(reading.at);
  if (!isBlank(next) && !isBracket(next) && !(isInQuotes && reading.at === end + 1)) throw new NotPlain();
  return key;
}

function readValue(reading: Reading, parent: number): unknown {
  const code = reading.text.charCodeAt(reading.at);
  if (isQuote(code)) return readQuoted(reading, parent);
  if (code === openBracket || code === openBrace) return readFlowCollection(reading, parent);
  return plainScalar(readFlowPlain(reading));
}

/** Goes past a comma, which may be left out before the end. */
function separate(reading: Reading, parent: number, close: number): void {
  skipBreaks(reading, parent);
  const isSeparated = take(reading, comma) || reading.text.charCodeAt(reading.at) === close;
  if (!isSeparated) throw new NotPlain();
  skipBreaks(reading, parent);
}

function skipBreaks(reading: Reading, parent: number): void {
  skipSpaces(reading);
  if (!isLineOver(reading)) return;
  endLine(reading);
  if (reading.indent <= parent) throw new NotPlain();
}

function take(reading: Reading, code: number): boolean {
  if (reading.text.charCodeAt(reading.at) !== code) return false;
  reading.at++;
  return true;
}
