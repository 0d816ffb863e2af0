/** An object all of whose keys are strings: documents as JSON.parse made them, and objects built by policies. */
export type PlainObject = { readonly [key: string]: Value };

/** Any Rego value. Undefined is JavaScript's `undefined` and never a member of a composite. */
export type Value = null | boolean | number | bigint | string | readonly Value[] | PlainObject | Composite;

/**
 * A value that is not plain JSON: a `Decimal`, a `RegoMap` or a `RegoSet`. Equality and hashing, of which those are made,
 * know what the three have in common, and not each.
 */
export abstract class Composite {
  /** Rank of the type in Rego's comparison, see `typeNames`. */
  abstract readonly typeOrder: number;
  abstract equals(other: Value): boolean;
  abstract hashCode(): number;
}

/** Type names as OPA prints them, in the order of Rego's comparison. */
export const typeNames = ["null", "boolean", "number", "string", "array", "object", "set"] as const;
export type TypeName = (typeof typeNames)[number];
