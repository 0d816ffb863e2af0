import { visitExprVars, visitVars } from "../analyse/variables.ts";
import type { Location } from "../errors.ts";
import type { Body, Term, VarTerm } from "../syntax/ast.ts";

/** Variables that hold positions in lists of members. A position says nothing as long as it is used for nothing else. */
export class Positions {
  private readonly noted = new Map<string, { times: number; readonly location: Location }>();

  note({ name, loc }: VarTerm): void {
    const known = this.noted.get(name) ?? { times: 0, location: loc };
    known.times += 1;
    this.noted.set(name, known);
  }

  /** Where the first variable stands that is also used elsewhere, given how often each is used in all. */
  misused(uses: ReadonlyMap<string, number>): Location | undefined {
    for (const [name, { times, location }] of this.noted) if ((uses.get(name) ?? 0) > times) return location;
    return undefined;
  }
}

/** How often each variable stands in a body and the terms evaluated with it. */
export function usesOf(body: Body, heads: readonly Term[]): Map<string, number> {
  const uses = new Map<string, number>();
  const count = ({ name }: VarTerm): void => void uses.set(name, (uses.get(name) ?? 0) + 1);
  for (const expr of body) visitExprVars(expr, true, count);
  for (const head of heads) visitVars(head, true, count);
  return uses;
}
