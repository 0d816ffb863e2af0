import { equal } from "./equal.ts";
import { hash } from "./hash.ts";
import type { Value } from "./value.ts";

type Composite = { key: Value; value: Value };

/**
 * A hash table with Rego's equality. Scalars are keys of a Map (whose key equality is Rego's for every scalar);
 * composites live in buckets by hash.
 */
export class ValueIndex {
  private readonly scalars = new Map<Value, Value>();
  private composites: Map<number, Composite[]> | undefined;
  private compositeCount = 0;

  get size(): number {
    return this.scalars.size + this.compositeCount;
  }

  get(key: Value): Value | undefined {
    if (typeof key !== "object" || key === null) return this.scalars.get(key);
    return this.find(key)?.value;
  }

  /** The stored key equal to the given one. */
  stored(key: Value): Value | undefined {
    if (typeof key !== "object" || key === null) return this.scalars.has(key) ? key : undefined;
    return this.find(key)?.key;
  }

  /** Adds or replaces. */
  set(key: Value, value: Value): void {
    if (typeof key !== "object" || key === null) {
      this.scalars.set(key, value);
      return;
    }
    const found = this.find(key);
    if (found !== undefined) {
      found.value = value;
      return;
    }
    this.composites ??= new Map();
    const code = hash(key);
    const bucket = this.composites.get(code);
    if (bucket === undefined) this.composites.set(code, [{ key, value }]);
    else bucket.push({ key, value });
    this.compositeCount += 1;
  }

  *entries(): Generator<[Value, Value]> {
    yield* this.scalars;
    if (this.composites === undefined) return;
    for (const bucket of this.composites.values()) {
      for (const { key, value } of bucket) yield [key, value];
    }
  }

  *keys(): Generator<Value> {
    yield* this.scalars.keys();
    if (this.composites === undefined) return;
    for (const bucket of this.composites.values()) {
      for (const { key } of bucket) yield key;
    }
  }

  private find(key: Value): Composite | undefined {
    const bucket = this.composites?.get(hash(key));
    return bucket?.find((entry) => equal(entry.key, key));
  }
}
