/** Values that some rules have, by the rule's number. */
export type ByRule<T> = { get(rule: number): T | undefined; set(rule: number, value: T): unknown } & Iterable<
  [number, T]
>;

const none: readonly never[] = [];

/**
 * The same for few rules. A scan keeps one for each of a hundred thousand resources: a `Map` takes five times the memory.
 * A rule is looked for in all that are there, and those are a dozen.
 */
export class FewByRule<T extends object> implements ByRule<T> {
  /** A rule and its value by turns. */
  private entries: readonly (number | T)[] = none;

  get(rule: number): T | undefined {
    const at = this.entries.indexOf(rule);
    return at === -1 ? undefined : (this.entries[at + 1] as T);
  }

  set(rule: number, value: T): void {
    const at = this.entries.indexOf(rule);
    // It grows by exactly what it holds: what `push` keeps in reserve would be most of it.
    if (at === -1) this.entries = [...this.entries, rule, value];
    else (this.entries as (number | T)[])[at + 1] = value;
  }

  *[Symbol.iterator](): Generator<[number, T]> {
    for (let at = 0; at < this.entries.length; at += 2) {
      yield [this.entries[at] as number, this.entries[at + 1] as T];
    }
  }
}
