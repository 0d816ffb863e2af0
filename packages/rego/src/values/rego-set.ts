import { equal } from "./equal.ts";
import { hash } from "./hash.ts";
import { mixHash } from "./hash-text.ts";
import type { Sight } from "./lens.ts";
import { Composite, type Value } from "./value.ts";
import { ValueTable } from "./value-table.ts";

/** Most sets are so small that looking at every member is cheaper than hashing. */
const largestScanned = 8;

/** A set of values. Filled by whoever makes it, immutable once another value can see it. */
export class RegoSet extends Composite {
  override readonly typeOrder = 6;
  readonly #members: Value[] = [];
  #table: ValueTable | undefined;
  #order: readonly Value[] | undefined;
  readonly #sight: Sight | undefined;

  /** `sight`: of the sets that are made at the same place. */
  constructor(sight?: Sight) {
    super();
    this.#sight = sight;
  }

  static of(members: Iterable<Value>): RegoSet {
    const set = new RegoSet();
    for (const member of members) set.add(member);
    return set;
  }

  get size(): number {
    return this.#members.length;
  }

  add(member: Value): void {
    if (this.#table === undefined && this.#members.length === largestScanned) this.makeTable();
    const isKnown = this.#table === undefined ? this.scan(member) : !this.#table.add(member);
    if (isKnown) return;
    this.#members.push(member);
    this.#order = undefined;
  }

  has(member: Value): boolean {
    return this.#table === undefined ? this.scan(member) : this.#table.indexOf(member) >= 0;
  }

  /** Members in no particular order. Not to be changed. */
  inAnyOrder(): readonly Value[] {
    return this.#members;
  }

  /** Members in no particular order. */
  values(): Iterable<Value> {
    return this.#members;
  }

  /** Members in Rego's order, sorted once. */
  sorted(compare: (left: Value, right: Value) => number): readonly Value[] {
    this.#order ??= this.#members.toSorted(compare);
    return this.#order;
  }

  override equals(other: Value): boolean {
    if (!(other instanceof RegoSet) || other.size !== this.size) return false;
    return this.#members.every((member) => other.has(member));
  }

  /** Members are summed, since their order is no part of the value. */
  override hashCode(): number {
    let sum = 0;
    for (const member of this.#members) sum = (sum + hash(member)) | 0;
    return mixHash(0x53, sum);
  }

  private makeTable(): void {
    this.#table = new ValueTable(this.#sight);
    for (const member of this.#members) this.#table.add(member);
  }

  private scan(member: Value): boolean {
    const members = this.#members;
    if (typeof member !== "object" || member === null) return members.includes(member);
    for (let i = 0; i < members.length; i++) if (equal(members[i] as Value, member)) return true;
    return false;
  }
}
