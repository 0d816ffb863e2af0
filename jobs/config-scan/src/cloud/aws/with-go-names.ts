/** Below these, keys are words of users. */
const holdsUsersKeys = new Set(["tags"]);

/**
 * An answer of AWS as rules know it: fields with a capital letter, as AWS' library for Go names them, times as RFC 3339.
 */
export function withGoNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withGoNames);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([key, field]) => [capitalised(key), holdsUsersKeys.has(key) ? field : withGoNames(field)]),
  );
}

function capitalised(key: string): string {
  return `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}
