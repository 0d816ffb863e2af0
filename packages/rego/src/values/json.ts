import { RegoLimitError } from "../errors.ts";
import { compare, keysOf } from "./compare.ts";
import { noteMembers } from "./effort.ts";
import { isArray, isNumber } from "./kinds.ts";
import { memberOf } from "./member-of.ts";
import { type NumberValue, numberText, parseNumber, toFloat } from "./numbers.ts";
import { setOwn } from "./objects.ts";
import { RegoMap } from "./rego-map.ts";
import { RegoSet } from "./rego-set.ts";
import { Composite, type PlainObject, type Value } from "./value.ts";

/** A value as JSON text, with Go's choice of escapes: sets as arrays, keys that are no strings as their JSON text. */
export function jsonText(value: Value): string {
  if (typeof value === "string") return jsonString(value);
  if (isNumber(value)) return numberText(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (isArray(value)) return listText(value);
  if (value instanceof RegoSet) return listText(value.sorted(compare));
  const object = value instanceof RegoMap ? withTextKeys(value) : (value as PlainObject);
  const keys = keysOf(object);
  noteMembers(keys.length);
  const members = keys.map((key) => `${jsonString(key as string)}:${jsonText(memberOf(object, key) as Value)}`);
  return `{${members.join(",")}}`;
}

function listText(items: readonly Value[]): string {
  noteMembers(items.length);
  return `[${items.map(jsonText).join(",")}]`;
}

/** Keys that are no strings are their JSON text; where two become the same, the later one counts. */
function withTextKeys(object: RegoMap): PlainObject {
  const plain: Record<string, Value> = {};
  for (const key of keysOf(object)) setOwn(plain, keyText(key), object.get(key) as Value);
  return plain;
}

function keyText(key: Value): string {
  return typeof key === "string" ? key : jsonText(key);
}

/** Go escapes the characters of HTML and both line separators in JSON. */
function jsonString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Digits a JavaScript number may not hold: then every number of the text is read by {@link parseNumber}. */
const maybeInexact = /\d{16}|\d\.\d|[eE]/;

/**
 * Parses JSON with exact numbers. Throws SyntaxError. `look` is called now and then where numbers are read one by one, and
 * ends that by what it throws.
 */
export function parseJson(text: string, look?: () => void): Value {
  const value = parseExactly(text, look);
  return /\\ud[89a-f]/i.test(text) ? wellFormed(value) : value;
}

/** Half a character, which only escapes can write, is the sign for what is unreadable, as Go reads it. */
function wellFormed(value: Value): Value {
  if (typeof value === "string") return value.toWellFormed();
  if (isArray(value)) return value.map(wellFormed);
  if (typeof value !== "object" || value === null || value instanceof Composite) return value;
  const object: Record<string, Value> = {};
  for (const [key, member] of Object.entries(value)) setOwn(object, key.toWellFormed(), wellFormed(member));
  return object;
}

function parseExactly(text: string, look?: () => void): Value {
  if (!maybeInexact.test(text)) return JSON.parse(text) as Value;
  let members = 0;
  const exact = (_key: string, value: unknown, context?: { source?: string }): unknown => {
    if (++members % membersBetweenLooks === 0) look?.();
    return typeof value === "number" && context?.source !== undefined ? readNumber(context.source) : value;
  };
  return JSON.parse(text, exact) as Value;
}

const membersBetweenLooks = 16_384;

function readNumber(source: string): NumberValue {
  try {
    return parseNumber(source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SyntaxError(`invalid number: ${error.message}`, { cause: error });
  }
}

/** Objects found to be plain all through: values are immutable, so an input is looked at once for all its results. */
const plain = new WeakSet<PlainObject>();
/** Smaller objects are looked at again: what is remembered costs the garbage collector more. */
const leastRemembered = 16;
/** Members looked at so far, which tells how large an object was. */
let visited = 0;

type Budget = { bytes: number } | undefined;
/** The members of a set in the order of the array that it becomes. */
type MembersOf = (set: RegoSet) => readonly Value[];
export const sortedMembers: MembersOf = (set) => set.sorted(compare);
export const membersAsFound: MembersOf = (set) => set.inAnyOrder();

/**
 * A value as plain JSON data, sets as arrays, sorted unless told otherwise. What is plain already is returned as it is: a
 * part of the input stays the caller's own object.
 */
export function toJson(value: Value, budget?: Budget, membersOf: MembersOf = sortedMembers): unknown {
  if (budget !== undefined) spend(budget, value);
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? Number(value) : value;
  if (isArray(value)) return arrayToJson(value, budget, membersOf);
  if (!(value instanceof Composite)) return objectToJson(value, budget, membersOf);
  if (value instanceof RegoSet) return setToJson(value, budget, membersOf);
  return isNumber(value) ? toFloat(value) : mapToJson(value as RegoMap, budget, membersOf);
}

function setToJson(set: RegoSet, budget: Budget, membersOf: MembersOf): readonly unknown[] {
  noteMembers(set.size);
  return membersOf(set).map((item) => toJson(item, budget, membersOf));
}

/** Copies from the first item that changes. */
function arrayToJson(array: readonly Value[], budget: Budget, membersOf: MembersOf): readonly unknown[] {
  noteMembers(array.length);
  let copy: unknown[] | undefined;
  for (let i = 0; i < array.length; i++) {
    const item = array[i] as Value;
    const converted = toJson(item, budget, membersOf);
    if (converted !== item) copy ??= array.slice(0, i);
    copy?.push(converted);
  }
  return copy ?? array;
}

/** Copies from the first member that changes. */
function objectToJson(object: PlainObject, budget: Budget, membersOf: MembersOf): PlainObject {
  if (budget === undefined && plain.has(object)) return object;
  const before = visited;
  let copy: Record<string, Value> | undefined;
  let count = 0;
  for (const key in object) {
    if (!Object.hasOwn(object, key)) continue;
    count += 1;
    const member = object[key] as Value;
    const converted = toJson(member, budget, membersOf) as Value;
    if (budget !== undefined) spend(budget, key);
    if (converted !== member) copy ??= membersBefore(object, key);
    if (copy !== undefined) setOwn(copy, key, converted);
  }
  visited += count;
  noteMembers(count);
  if (copy === undefined && visited - before >= leastRemembered) plain.add(object);
  return copy ?? object;
}

function membersBefore(object: PlainObject, end: string): Record<string, Value> {
  const copy: Record<string, Value> = {};
  for (const key of Object.keys(object)) {
    if (key === end) break;
    setOwn(copy, key, object[key] as Value);
  }
  return copy;
}

function mapToJson(map: RegoMap, budget: Budget, membersOf: MembersOf): PlainObject {
  const result: Record<string, Value> = {};
  noteMembers(map.size);
  for (const key of keysOf(map)) {
    const converted = toJson(map.get(key) as Value, budget, membersOf) as Value;
    if (budget !== undefined) spend(budget, key);
    setOwn(result, keyText(key), converted);
  }
  return result;
}

function spend(budget: { bytes: number }, value: Value): void {
  budget.bytes -= typeof value === "string" ? value.length + 3 : 4;
  if (budget.bytes < 0) throw new RegoLimitError("result_size", undefined);
}
