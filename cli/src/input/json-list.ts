import { type JsonCursor, skipSpace, skipValue, take } from "./json-cursor.ts";

/** The bytes of one element of a list, and the 1-based line on which it starts. */
export type JsonElement = { json: Buffer; line: number };

/** A list in JSON: `head` is the array, or the object whose `items` it is, with nothing in the list. */
type JsonList = { head: unknown; elements: JsonElement[] };

/**
 * Takes an array, or an object with the array `items`, apart without making values of it, so that a list of ten thousand
 * objects can be read one by one. Elements need not be JSON. Undefined for anything else.
 *
 * @throws SyntaxError where what is around the elements is no JSON.
 */
export function jsonList(bytes: Buffer): JsonList | undefined {
  const cursor = { bytes, at: 0, line: 1 };
  skipSpace(cursor);
  const lists = take(cursor, "{") ? itemLists(cursor) : [elementList(cursor)];
  const [list, ...others] = lists;
  skipSpace(cursor);
  if (list === undefined || others.length > 0 || cursor.at < bytes.length) return undefined;
  const around = [bytes.subarray(0, list.start), Buffer.from("[]"), bytes.subarray(list.end)];
  const head = JSON.parse(Buffer.concat(around).toString()) as { items?: unknown } | unknown[];
  const inside = Array.isArray(head) ? head : head.items;
  // A key that is there twice, in other letters: "items" and "\u0069tems".
  if (!Array.isArray(inside) || inside.length > 0) return undefined;
  return { head, elements: list.elements };
}

/** From its first bracket to behind its last. */
type FoundList = { elements: JsonElement[]; start: number; end: number };
type Cursor = Omit<JsonCursor, "bytes"> & { readonly bytes: Buffer };

/** The arrays that an object has under `items`, of which the cursor has gone past the first bracket. */
function itemLists(cursor: Cursor): FoundList[] {
  const lists: FoundList[] = [];
  for (let isFirst = true; ; isFirst = false) {
    skipSpace(cursor);
    if (take(cursor, "}")) return lists;
    if (!isFirst && !take(cursor, ",")) return [];
    skipSpace(cursor);
    const start = cursor.at;
    skipValue(cursor);
    const key = cursor.bytes.toString("latin1", start, cursor.at);
    skipSpace(cursor);
    if (!take(cursor, ":")) return [];
    skipSpace(cursor);
    const list = key === '"items"' ? elementList(cursor) : undefined;
    if (list !== undefined) lists.push(list);
    else skipValue(cursor);
  }
}

/** Undefined where no array stands next, or one that does not end. */
function elementList(cursor: Cursor): FoundList | undefined {
  const { bytes, at: start } = cursor;
  const elements: JsonElement[] = [];
  if (!take(cursor, "[")) return undefined;
  for (let isFirst = true; ; isFirst = false) {
    skipSpace(cursor);
    if (isFirst && take(cursor, "]")) break;
    const { at, line } = cursor;
    skipValue(cursor);
    if (cursor.at === at) return undefined;
    elements.push({ json: bytes.subarray(at, cursor.at), line });
    skipSpace(cursor);
    if (take(cursor, "]")) break;
    if (!take(cursor, ",")) return undefined;
  }
  return { elements, start, end: cursor.at };
}
