const ours = "__local";

/** Makes names for what stages take out of expressions, and knows those of them that a source has already. */
export class NameGenerator {
  private next = 0;
  private readonly prefix: string;
  private readonly taken = new Set<string>();

  /** Names are told apart by a `suffix` in them, such as that of a query. */
  constructor(suffix = "") {
    this.prefix = `${ours}${suffix}`;
  }

  noteWritten(name: string): void {
    if (name.startsWith(ours)) this.taken.add(name);
  }

  fresh(): string {
    for (;;) {
      const name = `${this.prefix}${this.next++}__`;
      if (!this.taken.has(name)) return name;
    }
  }
}
