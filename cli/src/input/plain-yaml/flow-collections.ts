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

/** `[…]` or `{…}`. Lines that it goes on in may start anywhere, as kubectl reads it; `full-yaml.ts` wants them indented. */
export function readFlowCollection(reading: Reading): unknown {
  openCollection(reading);
  const isSequence = reading.text.charCodeAt(reading.at++) === openBracket;
  const value = isSequence ? readSequence(reading) : readMapping(reading);
  closeCollection(reading);
  return value;
}

function readSequence(reading: Reading): unknown[] {
  const list: unknown[] = [];
  const places = placesOfElements(reading);
  skipBreaks(reading);
  while (!take(reading, closeBracket)) {
    places?.push(reading.at);
    list.push(readValue(reading));
    separate(reading, closeBracket);
  }
  return list;
}

function readMapping(reading: Reading): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  let members = 0;
  skipBreaks(reading);
  while (!take(reading, closeBrace)) {
    members++;
    const start = reading.at;
    const key = readKey(reading);
    checkKey(key, start, reading);
    skipBreaks(reading);
    map[key] = readValue(reading);
    separate(reading, closeBrace);
  }
  checkMembers(map, members);
  return map;
}

/** Goes past a key and its colon. */
function readKey(reading: Reading): string {
  const { text, at: start } = reading;
  const isInQuotes = isQuote(text.charCodeAt(start));
  const key = isInQuotes ? readQuoted(reading) : readFlowPlain(reading);
  const end = reading.at;
  skipSpaces(reading);
  if (!take(reading, colon)) throw new NotPlain();
  // Behind quotes a colon needs nothing after it.
  const next = text.charCodeAt(reading.at);
  if (!isBlank(next) && !isBracket(next) && !(isInQuotes && reading.at === end + 1)) throw new NotPlain();
  return key;
}

function readValue(reading: Reading): unknown {
  const code = reading.text.charCodeAt(reading.at);
  if (isQuote(code)) return readQuoted(reading);
  if (code === openBracket || code === openBrace) return readFlowCollection(reading);
  return plainScalar(readFlowPlain(reading));
}

/** Goes past a comma, which may be left out before the end. */
function separate(reading: Reading, close: number): void {
  skipBreaks(reading);
  const isSeparated = take(reading, comma) || reading.text.charCodeAt(reading.at) === close;
  if (!isSeparated) throw new NotPlain();
  skipBreaks(reading);
}

function skipBreaks(reading: Reading): void {
  skipSpaces(reading);
  if (!isLineOver(reading)) return;
  endLine(reading);
  if (reading.indent === -1) throw new NotPlain();
}

function take(reading: Reading, code: number): boolean {
  if (reading.text.charCodeAt(reading.at) !== code) return false;
  reading.at++;
  return true;
}
