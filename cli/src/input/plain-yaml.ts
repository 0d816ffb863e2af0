import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
} from "js-yaml";
import type { PlacedValue } from "./placed-value.ts";
import { plainScalar, unusual } from "./plain-scalar.ts";
import { countLines, type YamlDocument } from "./yaml-documents.ts";

/** Deeper ones are for the other parser. */
const maxDepth = 100;
/** YAML allows a key of 1,024 characters on one line. */
const longestKey = 1000;
/** Takes in another mapping (https://yaml.org/type/merge.html). */
const mergeKey = "<<";

/** What the two parsers take differently: a carriage return alone, `...`, a byte order mark, a line of blanks with a tab. */
const readDifferently = /\r(?!\n)|^\.\.\.|\ufeff|^ *\t[ \t]*$/m;

/** What `full-yaml.ts` has to read. */
class NotPlain extends Error {}

/** A document that is being read: its events, from the next one on. */
type Reading = { source: string; events: Event[]; next: number; starts: number[]; openBrackets: number };

/**
 * Reads a document as most manifests are written, four times as fast as `full-yaml.ts` and with the same result. Undefined
 * for anything else, such as a mistake, an alias, a tag or a number that is not decimal: the other one reads that.
 */
export function readPlainYaml({ body, firstLine }: YamlDocument): PlacedValue | undefined {
  try {
    return placedValue(body, firstLine);
  } catch {
    // Whatever is wrong, the other parser says it better.
    return undefined;
  }
}

function placedValue(source: string, firstLine: number): PlacedValue {
  if (readDifferently.test(source)) throw new NotPlain();
  const reading: Reading = { source, events: parseEvents(source, { maxDepth }), next: 0, starts: [], openBrackets: 0 };
  const [start, root] = reading.events;
  if (start === undefined) return nothing(firstLine);
  if (start.type !== EVENT_ID.DOCUMENT || start.directives.length > 0 || root === undefined) throw new NotPlain();
  reading.next = 1;
  const value = readValue(reading, "root");
  // The end of the document is the last event: another document may follow `...`.
  if (reading.next !== reading.events.length - 1) throw new NotPlain();
  const lineAt = (offset: number) => firstLine + countLines(source.slice(0, offset));
  const line = lineAt(startOf(root));
  return { value, line, lineOf: (index) => lineAt(reading.starts[index] ?? startOf(root)) };
}

/** A text of comments. */
function nothing(line: number): PlacedValue {
  return { value: null, line, lineOf: () => line };
}

/** Where elements are whose lines are asked for: in the outermost array, or in the outermost object's `items`. */
type Place = "root" | "items" | "other";

function readValue(reading: Reading, place: Place): unknown {
  const event = nextEvent(reading);
  if (event.type === EVENT_ID.SCALAR) return readScalar(reading.source, event);
  if (event.type !== EVENT_ID.MAPPING && event.type !== EVENT_ID.SEQUENCE) throw new NotPlain();
  if (event.anchorStart !== -1 || event.tagStart !== -1) throw new NotPlain();
  if (event.style === COLLECTION_STYLE.FLOW) reading.openBrackets++;
  const value = event.type === EVENT_ID.MAPPING ? readMapping(reading, place) : readSequence(reading, place);
  if (event.style === COLLECTION_STYLE.FLOW && --reading.openBrackets === 0) checkEnd(reading, event.start);
  return value;
}

/** What follows the last bracket on its line is a mistake, which this parser does not see. */
function checkEnd({ source, events, next }: Reading, start: number): void {
  let following = next;
  while (events[following]?.type === EVENT_ID.POP) following++;
  const event = events[following];
  if (event === undefined) return;
  const between = source.slice(start, startOf(event));
  if (between.lastIndexOf("\n") < Math.max(between.lastIndexOf("]"), between.lastIndexOf("}"))) throw new NotPlain();
}

function readMapping(reading: Reading, place: Place): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  while (!isAtEnd(reading)) {
    const key = readKey(reading);
    // A key that is there twice is a mistake; `__proto__` is in every object.
    if (key in map) throw new NotPlain();
    map[key] = readValue(reading, place === "root" && key === "items" ? "items" : "other");
  }
  return map;
}

function readSequence(reading: Reading, place: Place): unknown[] {
  const list: unknown[] = [];
  while (!isAtEnd(reading)) {
    const event = reading.events[reading.next];
    if (place !== "other" && event !== undefined) reading.starts.push(startOf(event));
    list.push(readValue(reading, "other"));
  }
  return list;
}

/** Text, whatever it looks like. */
function readKey(reading: Reading): string {
  const event = nextEvent(reading);
  if (event.type !== EVENT_ID.SCALAR) throw new NotPlain();
  const { source } = reading;
  const { valueStart, valueEnd } = event;
  if (valueStart === -1 || valueEnd - valueStart > longestKey) throw new NotPlain();
  const key = textOf(source, event);
  if (key === mergeKey || source.slice(valueStart, valueEnd).includes("\n")) throw new NotPlain();
  return key;
}

function readScalar(source: string, event: ScalarEvent): unknown {
  const text = textOf(source, event);
  if (event.style !== SCALAR_STYLE.PLAIN) return text;
  const value = plainScalar(text);
  if (value === unusual) throw new NotPlain();
  return value;
}

function textOf(source: string, event: ScalarEvent): string {
  if (event.anchorStart !== -1 || event.tagStart !== -1) throw new NotPlain();
  return event.valueStart === -1 ? "" : getScalarValue(source, event);
}

function nextEvent(reading: Reading): Event {
  const event = reading.events[reading.next++];
  if (event === undefined) throw new NotPlain();
  return event;
}

/** Goes past the end of a mapping or a sequence where it comes next. */
function isAtEnd(reading: Reading): boolean {
  if (reading.events[reading.next]?.type !== EVENT_ID.POP) return false;
  reading.next++;
  return true;
}

/** A scalar in a block starts at its text, below the line of its mark. */
function startOf(event: Event): number {
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) return event.start;
  const isInline = event.type === EVENT_ID.SCALAR && event.style <= SCALAR_STYLE.DOUBLE_QUOTED;
  if (!isInline) throw new NotPlain();
  if (event.valueStart === -1) throw new NotPlain();
  return event.valueStart;
}
