import type { Value } from "@sortie/rego";

/** Documents under `data`: plain objects, whose members may be anything. */
export type Documents = { readonly [key: string]: Value };

/** Two documents say different things about one place under `data`. */
export class ConflictError extends Error {
  override name = "ConflictError";
}

export function isDocuments(value: Value | undefined): value is Documents {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A value as a document at a path; undefined where it has to be an object and is none. */
export function placed([first, ...rest]: readonly string[], value: Value): Documents | undefined {
  if (first === undefined) return isDocuments(value) ? value : undefined;
  const inner = rest.length === 0 ? value : placed(rest, value);
  return inner === undefined ? undefined : Object.fromEntries([[first, inner]]);
}

/** Both documents in one. Throws ConflictError: only objects can have members from both. */
export function merged(left: Documents, right: Documents): Documents {
  const members = new Map<string, Value>(Object.entries(left));
  for (const [key, value] of Object.entries(right)) {
    const known = members.get(key);
    if (known === undefined) members.set(key, value);
    else if (isDocuments(known) && isDocuments(value)) members.set(key, merged(known, value));
    else throw new ConflictError(key);
  }
  return Object.fromEntries(members);
}

/** The first place, in the order of names, that two documents both have a value for. */
export function firstConflict(left: Documents, right: Documents): readonly string[] | undefined {
  for (const key of Object.keys(right).toSorted()) {
    const [known, value] = [Object.hasOwn(left, key) ? left[key] : undefined, right[key]];
    if (known === undefined) continue;
    if (!isDocuments(known) || !isDocuments(value)) return [key];
    const inner = firstConflict(known, value);
    if (inner !== undefined) return [key, ...inner];
  }
  return undefined;
}
