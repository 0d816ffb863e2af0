import { skipSpace, skipValue, take } from "./json-cursor.ts";
import type { JsonElement } from "./json-list.ts";

/**
 * Takes objects and arrays apart that stand one behind the other, as several `kubectl get -o json` print them. They need
 * not be JSON. Undefined for a single one, and where anything else stands between them.
 */
export function jsonSequence(bytes: Buffer): JsonElement[] | undefined {
  const cursor = { bytes, at: 0, line: 1 };
  const values: JsonElement[] = [];
  for (skipSpace(cursor); cursor.at < bytes.length; skipSpace(cursor)) {
    const { at, line } = cursor;
    if (!take(cursor, "{") && !take(cursor, "[")) return undefined;
    cursor.at = at;
    skipValue(cursor);
    values.push({ json: bytes.subarray(at, cursor.at), line });
  }
  return values.length > 1 ? values : undefined;
}
