import type { Decimal } from "./decimal.ts";
import type { RegoMap } from "./rego-map.ts";
import type { RegoSet } from "./rego-set.ts";

/**
 * A number is the cheapest representation that is exact: a JavaScript number when its shortest text is the value, a
 * bigint for an integer beyond 2^53, a {@link Decimal} for every other decimal.
 */
export type NumberValue = number | bigint | Decimal;

/** An object all of whose keys are strings: documents as JSON.parse made them, and objects built by policies. */
export type PlainObject = { readonly [key: string]: Value };

/** Any Rego value. Undefined is JavaScript's `undefined` and never a member of a composite. */
export type Value = null | boolean | NumberValue | string | readonly Value[] | PlainObject | RegoMap | RegoSet;

/** Type names as OPA prints them, in the order of Rego's comparison. */
export const typeNames = ["null", "boolean", "number", "string", "array", "object", "set"] as const;
export type TypeName = (typeof typeNames)[number];
