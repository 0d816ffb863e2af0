import { readBlockText } from "./block-text.ts";
import {
  ampersand,
  asterisk,
  bar,
  colon,
  dash,
  greater,
  isBlank,
  isQuote,
  openBrace,
  openBracket,
} from "./characters.ts";
import { checkKey, checkMembers, closeCollection, openCollection, placesOfElements } from "./collections.ts";
import { readFlowCollection } from "./flow-collections.ts";
import { plainScalar } from "./plain-scalar.ts";
import { readPlain, restOfPlain } from "./plain-text.ts";
import { readQuoted } from "./quoted-text.ts";
import { endLine, isLineOver, NotPlain, type Reading, skipSpaces } from "./reading.ts";

/** Where a node stands: behind a key, a dash or an anchor on the same line, or first on a line of its own. */
type Place = "behind key" | "behind dash" | "behind anchor" | "own line";

/** So many are no attack to the other reader either. */
const maxAliases = 500;
const nameAfterMark = /[&*]([\w-]+)(?=[ \r\n]|$)/y;

/** Reads the node that starts here, up to the next line that is not its own: those are indented deeper than `parent`. */
export function readNode(reading: Reading, parent: number, place: Place): unknown {
  switch (reading.text.charCodeAt(reading.at)) {
    case openBracket:
    case openBrace: {
      const value = readFlowCollection(reading);
      endLine(reading);
      return value;
    }
    case bar:
    case greater:
      if (place === "own line") throw new NotPlain();
      return readBlockText(reading, parent);
    case ampersand:
      if (!isBehindMark(place)) throw new NotPlain();
      return readAnchored(reading, parent);
    case asterisk:
      if (!isBehindMark(place)) throw new NotPlain();
      return readAlias(reading);
  }
  if (!isDash(reading)) return readText(reading, parent, place);
  if (!canBeCollection(place)) throw new NotPlain();
  return readSequence(reading, reading.at - reading.lineStart);
}

/** Elsewhere names are for the other reader. */
function isBehindMark(place: Place): boolean {
  return place === "behind key" || place === "behind dash";
}

/** The first line of a collection may start behind a dash. */
function canBeCollection(place: Place): boolean {
  return place === "behind dash" || place === "own line";
}

/** Text, or the mapping of which it is the first key. */
function readText(reading: Reading, parent: number, place: Place): unknown {
  const { text, at: start, isAfterComment } = reading;
  const isInQuotes = isQuote(text.charCodeAt(start));
  const first = isInQuotes ? readQuoted(reading) : readPlain(reading);
  if (takeColon(reading)) {
    if (!canBeCollection(place)) throw new NotPlain();
    return readMapping(reading, first, start);
  }
  if (!isInQuotes) {
    // The other reader takes `#a` before it as the start of its indentation.
    if (isAfterComment && place === "own line") throw new NotPlain();
    return plainScalar(restOfPlain(reading, first, parent));
  }
  endLine(reading);
  return first;
}

/** The mapping of which the first key is read. */
function readMapping(reading: Reading, firstKey: string, firstStart: number): Record<string, unknown> {
  const column = firstStart - reading.lineStart;
  const map: Record<string, unknown> = {};
  let [key, start] = [firstKey, firstStart];
  openCollection(reading);
  let members = 0;
  for (;;) {
    members++;
    checkKey(key, start, reading);
    map[key] = readMember(reading, column);
    if (reading.indent !== column) break;
    start = reading.at;
    key = readKey(reading);
  }
  checkMembers(map, members);
  endCollection(reading, column);
  return map;
}

function readKey(reading: Reading): string {
  const isInQuotes = isQuote(reading.text.charCodeAt(reading.at));
  const key = isInQuotes ? readQuoted(reading) : readPlain(reading);
  if (!takeColon(reading)) throw new NotPlain();
  return key;
}

/** What a key has as its value: on its line, or on those below, where a sequence need not be indented deeper. */
function readMember(reading: Reading, column: number): unknown {
  skipSpaces(reading);
  if (!isLineOver(reading)) return readNode(reading, column, "behind key");
  endLine(reading);
  if (reading.indent > column) return readNode(reading, column, "own line");
  return reading.indent === column && isDash(reading) ? readSequence(reading, column) : null;
}

function readSequence(reading: Reading, column: number): unknown[] {
  const list: unknown[] = [];
  openCollection(reading);
  const places = placesOfElements(reading);
  do {
    reading.at++;
    list.push(readElement(reading, column, places));
  } while (reading.indent === column && isDash(reading));
  endCollection(reading, column);
  return list;
}

function readElement(reading: Reading, column: number, places: number[] | undefined): unknown {
  skipSpaces(reading);
  const isBehindDash = !isLineOver(reading);
  if (!isBehindDash) endLine(reading);
  if (!isBehindDash && reading.indent <= column) {
    if (places !== undefined) throw new NotPlain();
    return null;
  }
  // Where what has a name starts takes more rules.
  if (places !== undefined && reading.text.charCodeAt(reading.at) === ampersand) throw new NotPlain();
  places?.push(reading.at);
  return readNode(reading, column, isBehindDash ? "behind dash" : "own line");
}

/** What comes next belongs to a collection around this one. */
function endCollection(reading: Reading, column: number): void {
  if (reading.indent > column) throw new NotPlain();
  closeCollection(reading);
}

function readAnchored(reading: Reading, parent: number): unknown {
  const name = takeName(reading);
  const { aliases } = reading;
  skipSpaces(reading);
  const isOwnLine = isLineOver(reading);
  if (isOwnLine) endLine(reading);
  if (isOwnLine && reading.indent <= parent) throw new NotPlain();
  const value = readNode(reading, parent, isOwnLine ? "own line" : "behind anchor");
  // Aliases of what has aliases in it are counted otherwise; which of two of a name is meant takes more rules.
  if (reading.aliases > aliases || reading.anchors.has(name)) throw new NotPlain();
  reading.anchors.set(name, value);
  return value;
}

function readAlias(reading: Reading): unknown {
  const name = takeName(reading);
  endLine(reading);
  if (!reading.anchors.has(name) || ++reading.aliases > maxAliases) throw new NotPlain();
  return reading.anchors.get(name);
}

function takeName(reading: Reading): string {
  nameAfterMark.lastIndex = reading.at;
  const name = nameAfterMark.exec(reading.text)?.[1];
  if (name === undefined) throw new NotPlain();
  reading.at += name.length + 1;
  return name;
}

function isDash({ text, at }: Reading): boolean {
  return text.charCodeAt(at) === dash && isBlank(text.charCodeAt(at + 1));
}

/** Goes past the colon behind a key. */
function takeColon(reading: Reading): boolean {
  const { text, at } = reading;
  skipSpaces(reading);
  const isColon = text.charCodeAt(reading.at) === colon && isBlank(text.charCodeAt(reading.at + 1));
  reading.at = isColon ? reading.at + 1 : at;
  return isColon;
}
