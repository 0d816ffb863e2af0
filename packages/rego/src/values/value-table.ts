import { equal } from "./equal.ts";
import { hash } from "./hash.ts";
import type { Value } from "./value.ts";

/**
 * Numbers values in the order in which they were added, equal ones once. Scalars are keys of a Map (whose key equality is
 * Rego's for every scalar); composites are found by hash, those of the same hash through a chain.
 */
export class ValueTable {
  private readonly scalars = new Map<Value, number>();
  private readonly composites: Value[] = [];
  private readonly indexes: number[] = [];
  private readonly chain: number[] = [];
  private readonly heads = new Map<number, number>();
  private size = 0;

  /** The number of a value, or -1. */
  indexOf(value: Value): number {
    if (typeof value !== "object" || value === null) return this.scalars.get(value) ?? -1;
    return this.composites.length === 0 ? -1 : this.find(value, hash(value));
  }

  /** Adds a value unless it is there; says whether it was added. */
  add(value: Value): boolean {
    if (typeof value !== "object" || value === null) {
      if (this.scalars.has(value)) return false;
      this.scalars.set(value, this.size);
    } else {
      const code = hash(value);
      if (this.find(value, code) >= 0) return false;
      this.chain.push(this.heads.get(code) ?? -1);
      this.heads.set(code, this.composites.length);
      this.composites.push(value);
      this.indexes.push(this.size);
    }
    this.size += 1;
    return true;
  }

  private find(value: Value, code: number): number {
    for (let i = this.heads.get(code) ?? -1; i >= 0; i = this.chain[i] as number) {
      if (equal(this.composites[i] as Value, value)) return this.indexes[i] as number;
    }
    return -1;
  }
}
