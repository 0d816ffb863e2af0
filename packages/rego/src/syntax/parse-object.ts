import type { Term } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { readComprehensionBody } from "./parse-comprehension.ts";
import { readTermsUntil } from "./parse-list.ts";
import type { SameTerms } from "./same-terms.ts";

type Loc = Term["loc"];

/** `{…}`: a set, an object or a comprehension; `{x | y}` is a comprehension where it can be one. */
export function readBraced(cursor: Cursor): Term | undefined {
  const { loc } = cursor.advance();
  if (cursor.takeSymbol("}")) return { kind: "object", entries: [], loc };
  const mayBeComprehension = !cursor.takeSymbol(",");
  const start = cursor.save();
  const head = cursor.operand();
  if (head === undefined) return undefined;
  if (cursor.isSymbol("|") && mayBeComprehension) {
    const term = readSetComprehension(cursor, head, loc);
    if (term !== undefined || !cursor.isSymbol(",")) return term;
  } else if (cursor.isSymbol(":")) return readObject(cursor, head, mayBeComprehension, loc);
  else if (cursor.isSymbol("}") || cursor.isSymbol(",")) return readSet(cursor, head, loc);
  cursor.restore(start);
  const first = cursor.term("in-list");
  if (first === undefined) return undefined;
  if (cursor.isSymbol(":")) return readObject(cursor, first, mayBeComprehension, loc);
  if (cursor.isSymbol("}") || cursor.isSymbol(",")) return readSet(cursor, first, loc);
  return cursor.unexpected("non-terminated set");
}

function readSetComprehension(cursor: Cursor, head: Term, loc: Loc): Term | undefined {
  cursor.advance();
  const body = readComprehensionBody(cursor, "}");
  return body === undefined ? undefined : { kind: "set-comprehension", head, body, loc };
}

function readSet(cursor: Cursor, first: Term, loc: Loc): Term | undefined {
  cursor.takeSymbol(",");
  const items = readTermsUntil(cursor, "}", [first]);
  return items === undefined ? undefined : { kind: "set", items, loc };
}

function readObject(cursor: Cursor, key: Term, mayBeComprehension: boolean, loc: Loc): Term | undefined {
  cursor.advance();
  const start = cursor.save();
  const value = cursor.operand();
  if (value === undefined) return undefined;
  if (mayBeComprehension) {
    if (cursor.isSymbol("}") || cursor.isSymbol(",")) return readEntries(cursor, key, value, loc);
    const term = cursor.isSymbol("|") ? readObjectComprehension(cursor, key, value, loc) : undefined;
    if (term !== undefined) return term;
  }
  cursor.restore(start);
  const whole = cursor.term("in-list");
  if (whole === undefined) return undefined;
  if (cursor.isSymbol("}") || cursor.isSymbol(",")) return readEntries(cursor, key, whole, loc);
  return cursor.unexpected("non-terminated object");
}

function readObjectComprehension(cursor: Cursor, key: Term, value: Term, loc: Loc): Term | undefined {
  cursor.advance();
  const body = readComprehensionBody(cursor, "}");
  return body === undefined ? undefined : { kind: "object-comprehension", key, value, body, loc };
}

function readEntries(cursor: Cursor, firstKey: Term, firstValue: Term, loc: Loc): Term | undefined {
  const entries = new Entries(cursor.terms);
  entries.add(firstKey, firstValue);
  cursor.takeSymbol(",");
  while (!cursor.takeSymbol("}")) {
    const key = cursor.term("in-list");
    if (key === undefined) return undefined;
    if (!cursor.takeSymbol(":")) return cursor.unexpected('expected ":"');
    const value = cursor.term("in-list");
    if (value === undefined) return undefined;
    entries.add(key, value);
    if (!cursor.takeSymbol(",") && !cursor.isSymbol("}")) return cursor.unexpected('expected "," or "}"');
  }
  return { kind: "object", entries: entries.list, loc };
}

/** Of a key that is written twice, the last value counts, and only that one. */
class Entries {
  readonly list: [Term, Term][] = [];
  private readonly terms: SameTerms;
  private readonly byKey = new Map<number, [Term, Term]>();

  constructor(terms: SameTerms) {
    this.terms = terms;
  }

  add(key: Term, value: Term): void {
    const entry: [Term, Term] = [key, value];
    const known = this.entryOf(entry);
    if (known === undefined) this.list.push(entry);
    else known[1] = value;
  }

  /** The entry before that has the key of this one. An only entry, as most objects have, is compared with nothing. */
  private entryOf(entry: [Term, Term]): [Term, Term] | undefined {
    const [first] = this.list;
    if (first === undefined) return undefined;
    if (this.list.length === 1) this.byKey.set(this.terms.numberOf(first[0]), first);
    const number = this.terms.numberOf(entry[0]);
    const known = this.byKey.get(number);
    if (known === undefined) this.byKey.set(number, entry);
    return known;
  }
}
