import { equal } from "./equal.ts";
import { hash } from "./hash.ts";
import { mixHash } from "./hash-text.ts";
import { Composite, type Value } from "./value.ts";
import { ValueIndex } from "./value-index.ts";

/** An object with at least one key that is not a string; all others are plain objects, so each value has one form. */
export class RegoMap extends Composite {
  override readonly typeOrder = 5;
  readonly #index = new ValueIndex();
  #order: readonly Value[] | undefined;

  get size(): number {
    return this.#index.size;
  }

  get(key: Value): Value | undefined {
    return this.#index.get(key);
  }

  set(key: Value, value: Value): void {
    this.#index.set(key, value);
    this.#order = undefined;
  }

  entries(): Iterable<[Value, Value]> {
    return this.#index.entries();
  }

  /** Keys in Rego's order, sorted once. */
  sortedKeys(compare: (left: Value, right: Value) => number): readonly Value[] {
    this.#order ??= [...this.#index.keys()].toSorted(compare);
    return this.#order;
  }

  override equals(other: Value): boolean {
    if (!(other instanceof RegoMap) || other.size !== this.size) return false;
    for (const [key, value] of this.entries()) {
      const theirs = other.get(key);
      if (theirs === undefined || !equal(value, theirs)) return false;
    }
    return true;
  }

  override hashCode(): number {
    let sum = 0;
    for (const [key, value] of this.entries()) sum = (sum + mixHash(hash(key), hash(value))) | 0;
    return mixHash(0x4f, sum);
  }
}
