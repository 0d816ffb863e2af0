import type { RegoEvaluationError } from "../errors.ts";
import { equal } from "../values/equal.ts";
import { objectOf } from "../values/objects.ts";
import { RegoSet } from "../values/rego-set.ts";
import type { Value } from "../values/value.ts";
import { ValueIndex } from "../values/value-index.ts";

/** The object that rules with keys in their heads build together, key by key. */
export class PartialDocument {
  readonly #index = new ValueIndex();
  readonly #inner = new Map<Value, PartialDocument>();

  /** `keys` is the path below the rule. A value that is there already must be the same. */
  put(keys: readonly Value[], value: Value, conflict: () => RegoEvaluationError): void {
    const [key, ...rest] = keys;
    const known = this.#index.get(key as Value);
    if (rest.length > 0) {
      this.inner(key as Value, conflict).put(rest, value, conflict);
      return;
    }
    if (this.innerAt(key as Value) !== undefined) throw conflict();
    if (known !== undefined && !equal(known, value)) throw conflict();
    if (known === undefined) this.#index.set(key as Value, value);
  }

  add(keys: readonly Value[], member: Value, conflict: () => RegoEvaluationError): void {
    const [key, ...rest] = keys;
    if (rest.length > 0) {
      this.inner(key as Value, conflict).add(rest, member, conflict);
      return;
    }
    if (this.innerAt(key as Value) !== undefined) throw conflict();
    const known = this.#index.get(key as Value);
    if (known === undefined) this.#index.set(key as Value, RegoSet.of([member]));
    else if (known instanceof RegoSet) known.add(member);
    else throw conflict();
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

  private inner(key: Value, conflict: () => RegoEvaluationError): PartialDocument {
    if (this.#index.get(key) !== undefined) throw conflict();
    const known = this.innerAt(key);
    if (known !== undefined) return known;
    const created = new PartialDocument();
    this.#inner.set(key, created);
    return created;
  }
}
