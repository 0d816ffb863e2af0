/** Below these, keys are words of users: to Kubernetes a null there is an empty text. */
const textMaps = [
  "labels",
  "annotations",
  "matchLabels",
  "nodeSelector",
  "selector",
  "data",
  "stringData",
  "binaryData",
];
const holdsTexts = new Set(textMaps);

/**
 * The object without fields that are null. To Kubernetes such a field is not there, and an API server drops it, but a
 * manifest may have it: `cpu:` with nothing behind it, as templates make it. To Rego null is a value, so a rule would take
 * the field for set. Items of lists keep their places. The object itself is left as it is, and answered where it has none.
 */
export function withoutNulls<T extends object>(object: T): T {
  return hasNull(object) ? (withoutNullsIn(object) as T) : object;
}

/** Most objects have none, and there are a hundred thousand of them: nothing is made to find that out. */
function hasNull(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(hasNull);
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner === null || (!holdsTexts.has(key) && hasNull(inner))) return true;
  }
  return false;
}

function withoutNullsIn(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNullsIn);
  const set = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(set.map(([key, inner]) => [key, holdsTexts.has(key) ? inner : withoutNullsIn(inner)]));
}
