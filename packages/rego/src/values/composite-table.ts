import { equal } from "./equal.ts";
import { hash } from "./hash.ts";
import { Lens, type Sight } from "./lens.ts";
import type { Value } from "./value.ts";

/** So many others a search may meet before values are told apart by more. */
const mostAlike = 4;

/**
 * Numbers of values that are no scalars. They are found by a code, those of the same code through a chain. The code is what
 * a lens sees, which is sharpened while chains grow long, and in the end a hash of all of a value.
 */
export class CompositeTable {
  private readonly values: Value[] = [];
  private readonly numbers: number[] = [];
  private readonly chain: number[] = [];
  private readonly heads = new Map<number, number>();
  private readonly sight: Sight | undefined;
  private lens: Lens | undefined;
  /** How many others of the same code the last search met. */
  private alike = 0;

  constructor(sight?: Sight) {
    this.sight = sight;
    this.lens = sight?.lens ?? new Lens();
  }

  /** The number that a value was added with, or -1. */
  numberOf(value: Value): number {
    return this.find(value, this.codeOf(value));
  }

  /** Adds a value with a number unless it is there; says whether it was added. */
  add(value: Value, number: number): boolean {
    const code = this.codeOf(value);
    if (this.find(value, code) >= 0) return false;
    this.link(code, this.values.length);
    this.values.push(value);
    this.numbers.push(number);
    if (this.alike > mostAlike && this.lens !== undefined) this.sharpen(this.lens, value);
    return true;
  }

  private find(value: Value, code: number): number {
    this.alike = 0;
    for (let i = this.heads.get(code) ?? -1; i >= 0; i = this.chain[i] as number) {
      if (equal(this.values[i] as Value, value)) return this.numbers[i] as number;
      this.alike += 1;
    }
    return -1;
  }

  private codeOf(value: Value): number {
    return this.lens === undefined ? hash(value) : this.lens.codeOf(value);
  }

  /** The value that was added last met others that look like it. */
  private sharpen(lens: Lens, added: Value): void {
    this.lens = lens.sharpened(this.values[this.chain.at(-1) as number] as Value, added);
    if (this.sight !== undefined) this.sight.lens = this.lens ?? new Lens();
    this.heads.clear();
    for (let at = 0; at < this.values.length; at++) this.link(this.codeOf(this.values[at] as Value), at);
  }

  /** Puts the value at a position in front of the chain of its code. */
  private link(code: number, at: number): void {
    this.chain[at] = this.heads.get(code) ?? -1;
    this.heads.set(code, at);
  }
}
