import { type Location, RegoEvaluationError } from "../errors.ts";
import { equal } from "../values/equal.ts";
import { ObjectBuilder } from "../values/objects.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { ValueIndex } from "../values/value-index.ts";

/** Two solutions of a rule or comprehension give one key different values. */
export function keyConflict(location: Location, message = "object keys must be unique"): RegoEvaluationError {
  return new RegoEvaluationError("eval_conflict_error", message, { location });
}

/** The object that rules with keys in their heads build together, key by key. */
export class PartialDocument {
  private readonly members = new ValueIndex<Value | PartialDocument>();

  /** `keys` is the path below the rule. A value that is there already must be the same. */
  put(keys: readonly Value[], value: Value, location: Location, message?: string): void {
    const key = keys.at(-1) as Value;
    const members = this.above(keys, location);
    const known = members.get(key);
    if (known instanceof PartialDocument) throw keyConflict(location);
    if (known === undefined) members.set(key, value);
    else if (!equal(known, value)) throw keyConflict(location, message);
  }

  add(keys: readonly Value[], member: Value, location: Location): void {
    const key = keys.at(-1) as Value;
    const members = this.above(keys, location);
    const known = members.get(key);
    if (known instanceof RegoSet) known.add(member);
    else if (known === undefined) members.set(key, RegoSet.of([member]));
    else throw keyConflict(location);
  }

  build(): Value {
    const builder = new ObjectBuilder();
    this.members.each((key, member) => {
      builder.set(key, member instanceof PartialDocument ? member.build() : member);
    });
    return builder.build();
  }

  /** Where the last of some keys stands, from a position on. */
  private above(keys: readonly Value[], location: Location, at = 0): ValueIndex<Value | PartialDocument> {
    if (at === keys.length - 1) return this.members;
    return this.inner(keys[at] as Value, location).above(keys, location, at + 1);
  }

  private inner(key: Value, location: Location): PartialDocument {
    const known = this.members.get(key);
    if (known instanceof PartialDocument) return known;
    if (known !== undefined) throw keyConflict(location);
    const created = new PartialDocument();
    this.members.set(key, created);
    return created;
  }
}
