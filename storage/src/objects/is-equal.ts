import { isObject } from "../schema/is-object.ts";

/** Whether two JSON values say the same, in whatever order their fields stand. What is `undefined` is not there. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  }
  return isObject(a) && isObject(b) && haveEqualFields(a, b);
}

function haveEqualFields(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let more = 0;
  for (const field in a) {
    if (a[field] === undefined) continue;
    if (!isEqual(a[field], b[field])) return false;
    more += 1;
  }
  for (const field in b) if (b[field] !== undefined) more -= 1;
  return more === 0;
}
