import { hashText, mixHash } from "./hash-text.ts";
import { Composite, type PlainObject, type Value } from "./value.ts";

/** Hashes by identity: values are immutable, so a document is hashed once however many sets it is a member of. */
const remembered = new WeakMap<object, number>();
/** Smaller values are hashed again: what is remembered costs the garbage collector more. */
const leastRemembered = 16;
/** Values hashed so far, which tells how large one was. */
let hashed = 0;

/**
 * The outermost parts of a value, where they are this small, are not looked up: most were made for the set that asks, and
 * the documents in them are what was hashed before.
 */
const outermost = 3;
const smallest = 3;

/** Equal values have equal hashes. 32-bit. */
export function hash(value: Value): number {
  return hashAt(value, 0);
}

/** `depth`: how many composites the value is in, of those that are hashed at once. */
function hashAt(value: Value, depth: number): number {
  hashed += 1;
  switch (typeof value) {
    case "string":
      return hashText(value, 0x2f);
    case "number":
      return Number.isSafeInteger(value) ? hashInteger(value) : hashText(String(value), 0x31);
    case "bigint":
      return hashText(value.toString(), 0x31);
    case "boolean":
      return value ? 0x5bd1e995 : 0x1b873593;
    default:
      return value === null ? 0x0badcafe : hashComposite(value, depth);
  }
}

function hashInteger(value: number): number {
  const low = value | 0;
  return low === value ? mixHash(0x31, low) : mixHash(mixHash(0x31, low), Math.floor(value / 0x1_0000_0000));
}

function hashComposite(value: Extract<Value, object>, depth: number): number {
  if (Array.isArray(value) && value.length <= smallest && depth < outermost) return hashArray(value, depth + 1);
  const known = remembered.get(value);
  if (known !== undefined) return known;
  const before = hashed;
  const computed = computeHash(value, depth + 1);
  if (hashed - before >= leastRemembered) remembered.set(value, computed);
  return computed;
}

function computeHash(value: Extract<Value, object>, depth: number): number {
  if (value instanceof Composite) return value.hashCode();
  if (Array.isArray(value)) return hashArray(value, depth);
  let sum = 0;
  const object = value as PlainObject;
  for (const key in object) {
    if (!Object.hasOwn(object, key)) continue;
    sum = (sum + mixHash(hashText(key, 0x2f), hashAt(object[key] as Value, depth))) | 0;
  }
  return mixHash(0x4f, sum);
}

function hashArray(items: readonly Value[], depth: number): number {
  let result = 0x41;
  for (let i = 0; i < items.length; i++) result = mixHash(result, hashAt(items[i] as Value, depth));
  return result;
}
