/** How a name came to be known in a scope. */
export type Occurrence = "argument" | "seen" | "assigned" | "declared";

type LocalName = { readonly unique: string; readonly occurrence: Occurrence };
export type LocalScope = { readonly names: Map<string, LocalName>; readonly uses: Map<string, number> };

function emptyScope(): LocalScope {
  return { names: new Map(), uses: new Map() };
}

/** Names by the scopes around a place, each with the name it has in the whole program. */
export class LocalNames {
  private readonly scopes: LocalScope[];

  constructor(outermost: LocalScope = emptyScope()) {
    this.scopes = [outermost];
  }

  /** The same names, so that else branches start from the arguments and not from each other. */
  copy(): LocalNames {
    const { names, uses } = this.innermost;
    return new LocalNames({ names: new Map(names), uses: new Map(uses) });
  }

  get innermost(): LocalScope {
    return this.scopes.at(-1) as LocalScope;
  }

  push(): void {
    this.scopes.push(emptyScope());
  }

  pop(): void {
    this.scopes.pop();
  }

  add(name: string, unique: string, occurrence: Occurrence): void {
    const { names, uses } = this.innermost;
    names.set(name, { unique, occurrence });
    uses.set(name, 1);
  }

  find(name: string): LocalName | undefined {
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const known = this.scopes[i]?.names.get(name);
      if (known !== undefined) return known;
    }
    return undefined;
  }

  /** How the name came to be known in the innermost scope. */
  occurrenceHere(name: string): Occurrence | undefined {
    return this.innermost.names.get(name)?.occurrence;
  }

  noteUse(name: string): void {
    const scope = this.scopes.findLast(({ uses }) => uses.has(name)) ?? this.innermost;
    scope.uses.set(name, (scope.uses.get(name) ?? 0) + 1);
  }

  /** How often the name was mentioned, its declaration counted. */
  usesOf(name: string): number {
    return this.scopes.findLast(({ uses }) => uses.has(name))?.uses.get(name) ?? 0;
  }
}
