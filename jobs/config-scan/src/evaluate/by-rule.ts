/** Values that some rules have, by the rule's number. */
export type ByRule<T> = { get(rule: number): T | undefined; set(rule: number, value: T): unknown } & Iterable<
  [number, T]
>;

const none: readonly never[] = [];

/**
 * The same for few rules. A scan keeps one for each of a hundred thousand resources: a `Map` takes five times the memory.
 * A rule is looked for in all that are there, and those are a dozen.
 */
export class FewByRule<T> implements ByRule<T> {
  private rules: number[] | readonly never[] = none;
  private values: T[] | readonly never[] = none;

  get(rule: number): T | undefined {
    const at = this.rules.indexOf(rule as never);
    return at === -1 ? undefined : this.values[at];
  }

  set(rule: number, value: T): void {
    const at = this.rules.indexOf(rule as never);
    // Both grow by exactly what they hold: what `push` keeps in reserve would be most of it.
    if (at === -1)
      [this.rules, this.values] = [
        [...this.rules, rule],
        [...this.values, value],
      ];
    else (this.values as T[])[at] = value;
  }

  *[Symbol.iterator](): Generator<[number, T]> {
    for (const [at, rule] of this.rules.entries()) yield [rule, this.values[at] as T];
  }
}
