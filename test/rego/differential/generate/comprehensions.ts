import { code, type Syntax, term } from "../syntax.ts";
import type { Maker, Scope } from "./maker.ts";

/** A comprehension of one of the three kinds, on lines of its own. */
export function comprehension(maker: Maker, scope: Scope, depth: number): Syntax {
  const { random } = maker;
  const body = maker.parts.body(maker, scope, 2);
  const head = maker.parts.term(maker, body.scope, "any", depth);
  // Some heads are variables that the body binds.
  const value = random.chance(0.5) ? maker.fresh() : undefined;
  const lines = value === undefined ? body.lines : code`${body.lines}\n\t${value} := ${head}`;
  const shown = value === undefined ? head : term`${value}`;
  return random.pick([
    () => term`[${shown} |\n${lines}\n\t]`,
    () => term`{${shown} |\n${lines}\n\t}`,
    () => term`{${maker.parts.term(maker, body.scope, "string", 0)}: ${shown} |\n${lines}\n\t}`,
  ])();
}
