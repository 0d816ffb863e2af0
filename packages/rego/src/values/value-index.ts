import type { Value } from "./value.ts";
import { ValueTable } from "./value-table.ts";

/** A map from values, with Rego's equality, in the order in which keys were added. */
export class ValueIndex<Held = Value> {
  private readonly table = new ValueTable();
  private readonly keyList: Value[] = [];
  private readonly heldList: Held[] = [];

  get size(): number {
    return this.keyList.length;
  }

  get(key: Value): Held | undefined {
    const index = this.table.indexOf(key);
    return index < 0 ? undefined : this.heldList[index];
  }

  /** Adds or replaces. */
  set(key: Value, held: Held): void {
    if (this.table.add(key)) {
      this.keyList.push(key);
      this.heldList.push(held);
    } else this.heldList[this.table.indexOf(key)] = held;
  }

  *entries(): Generator<[Value, Held]> {
    for (let i = 0; i < this.keyList.length; i++) yield [this.keyList[i] as Value, this.heldList[i] as Held];
  }

  each(visit: (key: Value, held: Held) => void): void {
    for (let i = 0; i < this.keyList.length; i++) visit(this.keyList[i] as Value, this.heldList[i] as Held);
  }

  keys(): Iterable<Value> {
    return this.keyList;
  }
}
