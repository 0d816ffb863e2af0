/** Variables that have a value, by whatever keeps them. Asked, never gone through: a body can bind thousands. */
export type Known = { readonly has: (name: string) => boolean };

/** Names known around a place, which are not copied, and those that become known there. */
export class KnownNames implements Known {
  private readonly own = new Set<string>();
  private readonly around: Known;

  constructor(around: Known) {
    this.around = around;
  }

  has(name: string): boolean {
    return this.own.has(name) || this.around.has(name);
  }

  add(name: string): void {
    this.own.add(name);
  }
}
