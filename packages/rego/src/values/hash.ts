import { Composite } from "./composite.ts";
import { hashText, mixHash } from "./hash-text.ts";
import type { PlainObject, Value } from "./value.ts";

/** Hashes by identity: values are immutable, so a document is hashed once however many sets it is a member of. */
const remembered = new WeakMap<object, number>();
/** Smaller values are hashed again: what is remembered costs the garbage collector more. */
const leastRemembered = 16;
/** Values hashed so far, which tells how large one was. */
let hashed = 0;

/** Equal values have equal hashes. 32-bit. */
export function hash(value: Value): number {
  hashed += 1;
  switch (typeof value) {
    case "string":
      return hashText(value, 0x2f);
    case "number":
      return Number.isSafeInteger(value) ? mixHash(0x31, value | 0) : hashText(String(value), 0x31);
    case "bigint":
      return hashText(value.toString(), 0x31);
    case "boolean":
      return value ? 0x5bd1e995 : 0x1b873593;
    default:
      return value === null ? 0x0badcafe : hashComposite(value);
  }
}

function hashComposite(value: Extract<Value, object>): number {
  const known = remembered.get(value);
  if (known !== undefined) return known;
  const before = hashed;
  const computed = computeHash(value);
  if (hashed - before >= leastRemembered) remembered.set(value, computed);
  return computed;
}

function computeHash(value: Extract<Value, object>): number {
  if (value instanceof Composite) return value.hashCode();
  if (Array.isArray(value)) {
    let result = 0x41;
    for (const item of value as readonly Value[]) result = mixHash(result, hash(item));
    return result;
  }
  let sum = 0;
  const object = value as PlainObject;
  for (const key of Object.keys(object)) {
    sum = (sum + mixHash(hashText(key, 0x2f), hash(object[key] as Value))) | 0;
  }
  return mixHash(0x4f, sum);
}
