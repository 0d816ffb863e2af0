import { quote } from "./quote.ts";

/** Generated source of one unit: lines, fresh names, and the declarations that stand before every function. */
export class Code {
  readonly lines: string[] = [];
  readonly prelude: string[] = [];
  private readonly declared = new Map<string, string>();
  private next = 0;

  push(...lines: readonly string[]): void {
    for (const line of lines) this.lines.push(line);
  }

  /** What `write` writes stands before every function, not here. */
  aside(write: () => void): void {
    const start = this.lines.length;
    write();
    for (const line of this.lines.splice(start)) this.prelude.push(line);
  }

  /** A name no other part of the unit uses. `prefix` is ours, never a policy's. */
  fresh(prefix: string): string {
    this.next += 1;
    return `${prefix}${this.next}`;
  }

  /** Declares an expression once a unit and returns its name. */
  constant(prefix: string, expression: string): string {
    const known = this.declared.get(expression);
    if (known !== undefined) return known;
    const name = this.own(prefix, expression);
    this.declared.set(expression, name);
    return name;
  }

  /** Declares what each place has one of its own of, and returns its name. */
  own(prefix: string, expression: string): string {
    const name = this.fresh(prefix);
    this.prelude.push(`const ${name} = ${expression};`);
    return name;
  }

  string(text: string): string {
    return quote(text);
  }
}
