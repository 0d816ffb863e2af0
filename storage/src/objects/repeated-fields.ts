import { backslash, closeBrace, closeBracket, colon, openBrace, openBracket, quote } from "../schema/json-bytes.ts";
import { pathText } from "../schema/read-message.ts";

/** More say nothing more. */
const foundAtMost = 20;

const openings = [openBrace, openBracket];
const closings = [closeBrace, closeBracket];

/** Names of one object that are compared one by one: most have a few, of which a set takes longer to make. */
const namesCompared = 50;

/**
 * Paths of fields that stand in a JSON text more than once, in the order in which they are repeated. Most texts have none,
 * which is known when they have as many names as what was parsed of them.
 *
 * @param parsed What `JSON.parse` has made of it.
 */
export function repeatedFields(text: string, parsed: unknown): string[] {
  return namesIn(text) === namesOf(parsed) ? [] : [...repeated(text)].slice(0, foundAtMost);
}

/** A colon outside of a string stands behind a name. */
function namesIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === colon) count += 1;
    else if (code === quote) at = endOfString(text, at);
  }
  return count;
}

/**
 * Whether an object in the JSON value that begins at a position has two fields of one name, or more than are compared. Of names
 * with escapes it is not known that they are one.
 */
export function mayRepeatFields(text: string, begin: number): boolean {
  const inside: string[][] = [];
  let at = begin;
  do {
    const code = text.charCodeAt(at);
    if (openings.includes(code)) inside.push([]);
    else if (closings.includes(code)) inside.pop();
    else if (code === quote) {
      const end = endOfString(text, at);
      if (text.charCodeAt(end + 1) === colon && isAnother(inside.at(-1), text.slice(at + 1, end))) return true;
      at = end;
    }
    at += 1;
  } while (inside.length > 0);
  return false;
}

function isAnother(names: string[] = [], name: string): boolean {
  if (names.includes(name)) return true;
  return names.push(name) > namesCompared;
}

/** Where the quote is that ends the string which begins here. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); code !== quote; code = text.charCodeAt(at)) at += code === backslash ? 2 : 1;
  return at;
}

function namesOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += namesOf(item);
    return count;
  }
  for (const key in value) count += 1 + namesOf((value as Record<string, unknown>)[key]);
  return count;
}

/** `at`: the name or index of what is read inside. */
type Container = { names: Set<string> | undefined; at: string | number };

function* repeated(text: string): Generator<string> {
  const inside: Container[] = [];
  for (const { mark, name } of marks(text)) {
    if (mark === "{") inside.push({ names: new Set(), at: "" });
    else if (mark === "[") inside.push({ names: undefined, at: 0 });
    else if (mark === "}" || mark === "]") inside.pop();
    else if (isSecond(inside.at(-1), mark, name)) yield pathText(inside.map(({ at }) => at));
  }
}

/** Goes on to the next item or field; whether that one has been there before. */
function isSecond(container: Container | undefined, mark: string, name: string): boolean {
  if (mark === "," && typeof container?.at === "number") container.at += 1;
  if (mark !== ":" || !container?.names) return false;
  container.at = name;
  const isKnown = container.names.has(name);
  container.names.add(name);
  return isKnown;
}

/** What structures a text: brackets, commas, and colons with the name before them. */
function* marks(text: string): Generator<{ mark: string; name: string }> {
  let name = "";
  for (let at = 0; at < text.length; at += 1) {
    const mark = text.charAt(at);
    if (mark === '"') {
      const end = endOfString(text, at);
      name = JSON.parse(text.slice(at, end + 1)) as string;
      at = end;
    } else if ("{}[],:".includes(mark)) yield { mark, name };
  }
}
