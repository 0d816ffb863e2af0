import type { Decimal } from "./decimal.ts";
import type { RegoMap } from "./rego-map.ts";
import type { RegoSet } from "./rego-set.ts";

/** An object all of whose keys are strings: documents as JSON.parse made them, and objects built by policies. */
export type PlainObject = { readonly [key: string]: Value };

/** Any Rego value. Undefined is JavaScript's `undefined` and never a member of a composite. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | Decimal
  | string
  | readonly Value[]
  | PlainObject
  | RegoMap
  | RegoSet;

/** What the values that are not plain JSON have in common, so that equality and hashing need not know each class. */
export abstract class Composite {
  /** Rank of the type in Rego's comparison, see `typeNames`. */
  abstract readonly typeOrder: number;
  abstract equals(other: Value): boolean;
  abstract hashCode(): number;
}

/** Type names as OPA prints them, in the order of Rego's comparison. */
export const typeNames = ["null", "boolean", "number", "string", "array", "object", "set"] as const;
export type TypeName = (typeof typeNames)[number];
