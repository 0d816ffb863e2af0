import type { Term } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

type TermReaders = { readTerm: (cursor: Cursor, place?: "in-list") => Term; readOperand: (cursor: Cursor) => Term };

/** `[…]` and `{…}`: arrays, sets, objects and comprehensions. `{x | y}` is read as a comprehension where it can be one. */
export function readCollection(cursor: Cursor, readers: TermReaders): Term {
  return cursor.attempt(() => readComprehension(cursor, readers)) ?? readItems(cursor, readers);
}

function readComprehension(cursor: Cursor, { readOperand }: TermReaders): Term {
  const { loc, text: opening } = cursor.advance();
  const closing = opening === "[" ? "]" : "}";
  const head = readOperand(cursor);
  if (opening === "{" && cursor.takeSymbol(":")) {
    const value = readOperand(cursor);
    cursor.expectSymbol("|");
    return { kind: "object-comprehension", key: head, value, body: readComprehensionBody(cursor, closing), loc };
  }
  cursor.expectSymbol("|");
  const body = readComprehensionBody(cursor, closing);
  return { kind: opening === "[" ? "array-comprehension" : "set-comprehension", head, body, loc };
}

function readComprehensionBody(cursor: Cursor, closing: string) {
  const body = cursor.readBody(cursor, closing);
  cursor.expectSymbol(closing);
  return body;
}

function readItems(cursor: Cursor, readers: TermReaders): Term {
  const { loc, text: opening } = cursor.advance();
  if (opening === "[") return { kind: "array", items: readList(cursor, "]", readers), loc };
  if (cursor.takeSymbol("}")) return { kind: "object", entries: [], loc };
  const first = readers.readTerm(cursor, "in-list");
  if (!cursor.isSymbol(":")) return { kind: "set", items: [first, ...readRest(cursor, "}", readers)], loc };
  return { kind: "object", entries: readEntries(cursor, first, readers), loc };
}

function readList(cursor: Cursor, closing: string, readers: TermReaders): Term[] {
  if (cursor.takeSymbol(closing)) return [];
  return [readers.readTerm(cursor, "in-list"), ...readRest(cursor, closing, readers)];
}

/** Further items of a list; a comma may stand before the closing bracket. */
function readRest(cursor: Cursor, closing: string, readers: TermReaders): Term[] {
  const items: Term[] = [];
  while (cursor.takeSymbol(",") && !cursor.isSymbol(closing)) items.push(readers.readTerm(cursor, "in-list"));
  cursor.expectSymbol(closing, `expected "," or "${closing}"`);
  return items;
}

function readEntries(cursor: Cursor, firstKey: Term, readers: TermReaders): [Term, Term][] {
  const entries: [Term, Term][] = [];
  const places = new Map<string, number>();
  for (let key = firstKey; ; key = readers.readTerm(cursor, "in-list")) {
    cursor.expectSymbol(":");
    const entry: [Term, Term] = [key, readers.readTerm(cursor, "in-list")];
    // Of a key that is written twice, the last value counts, and only that one.
    const name = keyName(key);
    const place = name === undefined ? undefined : places.get(name);
    if (place !== undefined) entries[place] = entry;
    else if (name !== undefined) places.set(name, entries.push(entry) - 1);
    else entries.push(entry);
    if (!cursor.takeSymbol(",") || cursor.isSymbol("}")) break;
  }
  cursor.expectSymbol("}", 'expected "," or "}"');
  return entries;
}

function keyName(key: Term): string | undefined {
  if (key.kind === "scalar") return `${typeof key.value} ${String(key.value)}`;
  return key.kind === "var" ? `var ${key.name}` : undefined;
}
