/** Names that are bound. Asked, never gone through: a body can bind thousands. */
export type Known = Pick<ReadonlySet<string>, "has">;

/** Names bound in a body, on top of those bound around it, which are not copied. */
export class BoundNames implements Known {
  private readonly around: Known;
  private readonly own = new Set<string>();

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
