import { list, type Syntax, term } from "../syntax.ts";
import type { Maker, Scope, Variable } from "./maker.ts";
import { scalar } from "./operands.ts";

/** A term with variables that unification binds. */
export type Pattern = { readonly syntax: Syntax; readonly declares: readonly Variable[] };

export function pattern(maker: Maker, scope: Scope, depth: number): Pattern {
  const { random } = maker;
  if (depth > 0 && random.chance(0.6)) return nested(maker, scope, depth);
  const known = scope.map(({ name }) => name);
  return random.pick<() => Pattern>([
    () => variable(maker),
    () => variable(maker),
    () => ({ syntax: term`_`, declares: [] }),
    () => ({ syntax: scalar(maker), declares: [] }),
    () => (known.length > 0 ? { syntax: term`${random.pick(known)}`, declares: [] } : variable(maker)),
  ])();
}

export function variable(maker: Maker): Pattern {
  const name = maker.fresh();
  return { syntax: term`${name}`, declares: [{ name, kind: "any" }] };
}

function nested(maker: Maker, scope: Scope, depth: number): Pattern {
  const { random } = maker;
  const members = random.list(1, 2, () => pattern(maker, scope, depth - 1));
  const declares = members.flatMap((member) => member.declares);
  const items = members.map(({ syntax }) => syntax);
  if (random.chance(0.5)) return { syntax: term`[${list(items, ", ", items.length)}]`, declares };
  const keyed = items.map((item, i) => term`${random.pick(i === 0 ? ['"name"', '"a"'] : ['"image"', '"b"'])}: ${item}`);
  return { syntax: term`{${list(keyed, ", ", keyed.length)}}`, declares };
}
