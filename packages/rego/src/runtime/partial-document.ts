import { type Location, RegoEvaluationError } from "../errors.ts";
import { equal } from "../values/equal.ts";
import { objectOf } from "../values/objects.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { ValueIndex } from "../values/value-index.ts";

/** Two solutions of a rule or comprehension give one key different values. */
export function keyConflict(location: Location, message = "object keys must be unique"): RegoEvaluationError {
  return new RegoEvaluationError("eval_conflict_error", message, { location });
}

/** The object that rules with keys in their heads build together, key by key. */
export class PartialDocument {
  readonly #index = new ValueIndex();
  readonly #inner = new Map<Value, PartialDocument>();

  /** `keys` is the path below the rule. A value that is there already must be the same. */
  put(keys: readonly Value[], value: Value, location: Location, message?: string): void {
    const [key, ...rest] = keys;
    const known = this.#index.get(key as Value);
    if (rest.length > 0) {
      this.inner(key as Value, location).put(rest, value, location, message);
      return;
    }
    if (this.innerAt(key as Value) !== undefined) throw keyConflict(location);
    if (known !== undefined && !equal(known, value)) throw keyConflict(location, message);
    if (known === undefined) this.#index.set(key as Value, value);
  }

  add(keys: readonly Value[], member: Value, location: Location): void {
    const [key, ...rest] = keys;
    if (rest.length > 0) {
      this.inner(key as Value, location).add(rest, member, location);
      return;
    }
    if (this.innerAt(key as Value) !== undefined) throw keyConflict(location);
    const known = this.#index.get(key as Value);
    if (known === undefined) this.#index.set(key as Value, RegoSet.of([member]));
    else if (known instanceof RegoSet) known.add(member);
    else throw keyConflict(location);
  }

  build(): Value {
    return objectOf(this.entries());
  }

  private *entries(): Generator<[Value, Value]> {
    yield* this.#index.entries();
    for (const [key, inner] of this.#inner) yield [key, inner.build()];
  }

  private innerAt(key: Value): PartialDocument | undefined {
    const stored = this.#inner.get(key);
    if (stored !== undefined || typeof key !== "object" || key === null) return stored;
    for (const [candidate, inner] of this.#inner) if (equal(candidate, key)) return inner;
    return undefined;
  }

  private inner(key: Value, location: Location): PartialDocument {
    if (this.#index.get(key) !== undefined) throw keyConflict(location);
    const known = this.innerAt(key);
    if (known !== undefined) return known;
    const created = new PartialDocument();
    this.#inner.set(key, created);
    return created;
  }
}
