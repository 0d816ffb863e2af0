import { Composite } from "./composite.ts";
import { hash } from "./hash.ts";
import { mixHash } from "./hash-text.ts";
import type { Value } from "./value.ts";
import { ValueIndex } from "./value-index.ts";

/** A set of values. Filled by whoever makes it, immutable once another value can see it. */
export class RegoSet extends Composite {
  override readonly typeOrder = 6;
  private readonly index = new ValueIndex();
  private order: readonly Value[] | undefined;

  static of(members: Iterable<Value>): RegoSet {
    const set = new RegoSet();
    for (const member of members) set.add(member);
    return set;
  }

  get size(): number {
    return this.index.size;
  }

  add(member: Value): void {
    this.index.set(member, true);
    this.order = undefined;
  }

  has(member: Value): boolean {
    return this.index.get(member) !== undefined;
  }

  /** Members in no particular order. */
  values(): Iterable<Value> {
    return this.order ?? this.index.keys();
  }

  /** Members in Rego's order, sorted once. */
  sorted(compare: (left: Value, right: Value) => number): readonly Value[] {
    this.order ??= [...this.index.keys()].toSorted(compare);
    return this.order;
  }

  override equals(other: Value): boolean {
    if (!(other instanceof RegoSet) || other.size !== this.size) return false;
    for (const member of this.values()) {
      if (!other.has(member)) return false;
    }
    return true;
  }

  /** Members are summed, since their order is no part of the value. */
  override hashCode(): number {
    let sum = 0;
    for (const member of this.values()) sum = (sum + hash(member)) | 0;
    return mixHash(0x53, sum);
  }
}
