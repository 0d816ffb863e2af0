import { CompositeTable } from "./composite-table.ts";
import type { Sight } from "./lens.ts";
import type { Value } from "./value.ts";

/**
 * Numbers values in the order in which they were added, equal ones once. Scalars are keys of a Map, whose key equality is
 * Rego's for every scalar. Most tables have one kind of values, and many have none: each part is made when it is needed.
 */
export class ValueTable {
  private scalars: Map<Value, number> | undefined;
  private composites: CompositeTable | undefined;
  private readonly sight: Sight | undefined;
  private size = 0;

  constructor(sight?: Sight) {
    this.sight = sight;
  }

  /** The number of a value, or -1. */
  indexOf(value: Value): number {
    if (typeof value !== "object" || value === null) return this.scalars?.get(value) ?? -1;
    return this.composites?.numberOf(value) ?? -1;
  }

  /** Adds a value unless it is there; says whether it was added. */
  add(value: Value): boolean {
    if (typeof value !== "object" || value === null) {
      this.scalars ??= new Map();
      if (this.scalars.has(value)) return false;
      this.scalars.set(value, this.size);
    } else {
      this.composites ??= new CompositeTable(this.sight);
      if (!this.composites.add(value, this.size)) return false;
    }
    this.size += 1;
    return true;
  }
}
