/**
 * JavaScript names of the Rego variables bound at a place. What an inner body binds is unknown outside; what is bound
 * around it is looked up there instead of being copied, so that a body of thousands of closures is no work of millions.
 */
export class Bindings {
  private readonly own = new Map<string, string>();
  private readonly outer: Bindings | undefined;

  constructor(outer?: Bindings) {
    this.outer = outer;
  }

  has(variable: string): boolean {
    return this.get(variable) !== undefined;
  }

  get(variable: string): string | undefined {
    return this.own.get(variable) ?? this.outer?.get(variable);
  }

  set(variable: string, name: string): void {
    this.own.set(variable, name);
  }
}
