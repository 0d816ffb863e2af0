import { equal } from "./equal.ts";
import { hash } from "./hash.ts";
import { Lens } from "./lens.ts";
import type { Value } from "./value.ts";

/** So many others a search may meet before values are told apart by more. */
const mostAlike = 4;

/**
 * Numbers values in the order in which they were added, equal ones once. Scalars are keys of a Map (whose key equality is
 * Rego's for every scalar); composites are found by a code, those of the same code through a chain. The code is what a
 * lens sees, which is sharpened while chains grow long, and in the end a hash of all of a value.
 */
export class ValueTable {
  private readonly scalars = new Map<Value, number>();
  private readonly composites: Value[] = [];
  private readonly indexes: number[] = [];
  private readonly chain: number[] = [];
  private readonly heads = new Map<number, number>();
  private lens: Lens | undefined = new Lens();
  /** How many others of the same code the last search met. */
  private alike = 0;
  private size = 0;

  /** The number of a value, or -1. */
  indexOf(value: Value): number {
    if (typeof value !== "object" || value === null) return this.scalars.get(value) ?? -1;
    return this.composites.length === 0 ? -1 : this.find(value, this.codeOf(value));
  }

  /** Adds a value unless it is there; says whether it was added. */
  add(value: Value): boolean {
    if (typeof value !== "object" || value === null) {
      if (this.scalars.has(value)) return false;
      this.scalars.set(value, this.size);
    } else {
      const code = this.codeOf(value);
      if (this.find(value, code) >= 0) return false;
      this.link(code, this.composites.length);
      this.composites.push(value);
      this.indexes.push(this.size);
      if (this.alike > mostAlike && this.lens !== undefined) this.sharpen(this.lens, value);
    }
    this.size += 1;
    return true;
  }

  private find(value: Value, code: number): number {
    this.alike = 0;
    for (let i = this.heads.get(code) ?? -1; i >= 0; i = this.chain[i] as number) {
      if (equal(this.composites[i] as Value, value)) return this.indexes[i] as number;
      this.alike += 1;
    }
    return -1;
  }

  private codeOf(value: Value): number {
    return this.lens === undefined ? hash(value) : this.lens.codeOf(value);
  }

  /** The value that was added last met others that look like it. */
  private sharpen(lens: Lens, added: Value): void {
    this.lens = lens.sharpened(this.composites[this.chain.at(-1) as number] as Value, added);
    this.heads.clear();
    for (const [at, value] of this.composites.entries()) this.link(this.codeOf(value), at);
  }

  /** Puts the composite at a position in front of the chain of its code. */
  private link(code: number, at: number): void {
    this.chain[at] = this.heads.get(code) ?? -1;
    this.heads.set(code, at);
  }
}
