/** Declared variables by the name written, innermost first. Each declaration gets a name of its own. */
export class Scope {
  private readonly outer: Scope | undefined;
  private readonly names = new Map<string, string>();
  private readonly counter: { next: number };

  constructor(outer?: Scope) {
    this.outer = outer;
    this.counter = outer?.counter ?? { next: 0 };
  }

  add(name: string): string {
    const unique = `${name}~${this.counter.next++}`;
    this.names.set(name, unique);
    return unique;
  }

  /** Declared in this very scope. */
  owns(name: string): boolean {
    return this.names.has(name);
  }

  find(name: string): string | undefined {
    return this.names.get(name) ?? this.outer?.find(name);
  }
}

/** The name the author wrote. */
export function writtenName(unique: string): string {
  const end = unique.indexOf("~");
  const name = end < 0 ? unique : unique.slice(0, end);
  return name.startsWith("$") ? "_" : name;
}
