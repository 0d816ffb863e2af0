import type { Value } from "./value.ts";

/** What the values that are not plain JSON have in common, so that equality and hashing need not know each class. */
export abstract class Composite {
  /** Rank of the type in Rego's comparison, see `typeNames`. */
  abstract readonly typeOrder: number;
  abstract equals(other: Value): boolean;
  abstract hashCode(): number;
}
