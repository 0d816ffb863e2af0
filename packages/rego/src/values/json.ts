import { RegoLimitError } from "../errors.ts";
import { compare, keysOf } from "./compare.ts";
import { Composite } from "./composite.ts";
import { isArray, isNumber } from "./kinds.ts";
import { memberOf } from "./member-of.ts";
import { numberText, parseNumber, toFloat } from "./numbers.ts";
import { setOwn } from "./objects.ts";
import { RegoMap } from "./rego-map.ts";
import { RegoSet } from "./rego-set.ts";
import type { PlainObject, Value } from "./value.ts";

/** A value as JSON text, with Go's choice of escapes: sets as arrays, keys that are no strings as their JSON text. */
export function jsonText(value: Value): string {
  if (typeof value === "string") return jsonString(value);
  if (isNumber(value)) return numberText(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (value instanceof RegoSet) return `[${value.sorted(compare).map(jsonText).join(",")}]`;
  const object = value instanceof RegoMap ? withTextKeys(value) : value;
  const members = keysOf(object).map(
    (key) => `${jsonString(key as string)}:${jsonText(memberOf(object, key) as Value)}`,
  );
  return `{${members.join(",")}}`;
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

/** Parses JSON with exact numbers. Throws SyntaxError. */
export function parseJson(text: string): Value {
  if (!maybeInexact.test(text)) return JSON.parse(text) as Value;
  const exact = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === "number" && context?.source !== undefined ? parseNumber(context.source) : value;
  return JSON.parse(text, exact) as Value;
}

/** Objects found to be plain all through: values are immutable, so an input is looked at once for all its results. */
const plain = new WeakSet<PlainObject>();
/** Smaller objects are looked at again: what is remembered costs the garbage collector more. */
const leastRemembered = 16;
/** Members looked at so far, which tells how large an object was. */
let visited = 0;

/**
 * A value as plain JSON data, sets as sorted arrays. What is plain already is returned as it is: a part of the input
 * stays the caller's own object.
 */
export function toJson(value: Value, budget?: { bytes: number }): unknown {
  if (budget !== undefined) spend(budget, value);
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? Number(value) : value;
  if (isArray(value)) return arrayToJson(value, budget);
  if (value instanceof RegoSet) return value.sorted(compare).map((item) => toJson(item, budget));
  if (isNumber(value)) return toFloat(value);
  return value instanceof Composite ? mapToJson(value, budget) : objectToJson(value, budget);
}

/** Copies from the first item that changes. */
function arrayToJson(array: readonly Value[], budget: { bytes: number } | undefined): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let i = 0; i < array.length; i++) {
    const item = array[i] as Value;
    const converted = toJson(item, budget);
    if (converted !== item) copy ??= array.slice(0, i);
    copy?.push(converted);
  }
  return copy ?? array;
}

/** Copies from the first member that changes. */
function objectToJson(object: PlainObject, budget: { bytes: number } | undefined): PlainObject {
  if (budget === undefined && plain.has(object)) return object;
  const before = visited;
  let copy: Record<string, Value> | undefined;
  const keys = Object.keys(object);
  visited += keys.length;
  for (const [i, key] of keys.entries()) {
    const member = object[key] as Value;
    const converted = toJson(member, budget) as Value;
    if (budget !== undefined) spend(budget, key);
    if (converted !== member) copy ??= firstMembers(object, keys.slice(0, i));
    if (copy !== undefined) setOwn(copy, key, converted);
  }
  if (copy === undefined && visited - before >= leastRemembered) plain.add(object);
  return copy ?? object;
}

function firstMembers(object: PlainObject, keys: readonly string[]): Record<string, Value> {
  const copy: Record<string, Value> = {};
  for (const key of keys) setOwn(copy, key, object[key] as Value);
  return copy;
}

function mapToJson(map: RegoMap, budget: { bytes: number } | undefined): PlainObject {
  const result: Record<string, Value> = {};
  for (const key of keysOf(map)) {
    const converted = toJson(map.get(key) as Value, budget) as Value;
    if (budget !== undefined) spend(budget, key);
    setOwn(result, keyText(key), converted);
  }
  return result;
}

function spend(budget: { bytes: number }, value: Value): void {
  budget.bytes -= typeof value === "string" ? value.length + 3 : 4;
  if (budget.bytes < 0) throw new RegoLimitError("result_size", undefined);
}
