import type { Value } from "./value.ts";
import { ValueTable } from "./value-table.ts";

/** A map from values to values with Rego's equality, in the order in which keys were added. */
export class ValueIndex {
  private readonly table = new ValueTable();
  private readonly keyList: Value[] = [];
  private readonly valueList: Value[] = [];

  get size(): number {
    return this.keyList.length;
  }

  get(key: Value): Value | undefined {
    const index = this.table.indexOf(key);
    return index < 0 ? undefined : this.valueList[index];
  }

  /** Adds or replaces. */
  set(key: Value, value: Value): void {
    if (this.table.add(key)) {
      this.keyList.push(key);
      this.valueList.push(value);
    } else this.valueList[this.table.indexOf(key)] = value;
  }

  *entries(): Generator<[Value, Value]> {
    for (let i = 0; i < this.keyList.length; i++) yield [this.keyList[i] as Value, this.valueList[i] as Value];
  }

  keys(): Iterable<Value> {
    return this.keyList;
  }
}
