import type { Clause, RuleGroup } from "../analyse/program.ts";
import type { Scalar } from "../syntax/ast.ts";
import { constantExpression } from "./constants.ts";
import { type Demand, demandsAtFront, placeKey } from "./front-demands.ts";
import { readPath } from "./paths.ts";
import { declare, type Site } from "./site.ts";

/** A look-up costs as much as this many first lines that fail. */
const leastSpared = 8;

/** How long the lists of a table may be in all, by definition: those for any value stand in the list of each value. */
const mostListed = 16;

/** What tells the definitions of a rule apart: the values asked for at one place, by the positions that ask for them. */
type Distinction = { readonly demand: Demand; readonly asked: Map<number, ReadonlySet<Scalar>> };

/** By value the positions of the definitions that can hold, and those that can hold with any other value. */
type Table = { readonly lists: ReadonlyMap<Scalar, readonly number[]>; readonly others: readonly number[] };

/**
 * Writes the definitions of a rule, in order. Where many of them ask for different values of the same place at their
 * front, as in `input.kind == "Pod"` or in `f("a") := 1`, the value is looked up once and gives the list of those that
 * can hold. Nothing can be seen of the others: all that they would do is to fail at their front.
 */
export function eachClause(site: Site, group: RuleGroup, write: (clause: Clause) => void): void {
  const { code, probes, mockable } = site.unit;
  const { clauses } = group;
  // What is traced is seen in the order and as often as it is written; an equality that is replaced is none.
  const isSeen = probes !== undefined || mockable.has("equal") || mockable.has("internal.member_2");
  const distinction = isSeen || clauses.length <= leastSpared ? undefined : bestDistinction(clauses);
  if (distinction === undefined) {
    for (const clause of clauses) write(clause);
    return;
  }
  const selected = selection(site, distinction.demand, tableOf(distinction, clauses.length));
  const i = code.fresh("i");
  code.push(`for (let ${i} = 0; ${i} < ${selected}.length; ${i}++) switch (${selected}[${i}]) {`);
  for (const [position, clause] of clauses.entries()) {
    code.push(`case ${position}: {`);
    write(clause);
    code.push("} break;");
  }
  code.push("}");
}

/** Declares the list of the positions of the definitions that the value at the place allows. */
function selection(site: Site, demand: Demand, { lists, others }: Table): string {
  const { code } = site.unit;
  const entries = [...lists].map(([value, positions]) => {
    const key = constantExpression(code, { kind: "scalar", value, loc: demand.loc });
    return `[${key}, [${positions.join(", ")}]]`;
  });
  const table = code.constant("k", `new Map([${entries.join(", ")}])`);
  const rest = code.constant("k", `[${others.join(", ")}]`);
  const root = demand.root === "input" ? `${site.context}.input` : `a${demand.root}`;
  return declare(site, `${table}.get(${readPath(site, root, demand.path)}) ?? ${rest}`);
}

function tableOf({ asked }: Distinction, count: number): Table {
  const lists = new Map<Scalar, number[]>(
    valuesOf(asked)
      .keys()
      .map((value) => [value, []]),
  );
  const others: number[] = [];
  for (let position = 0; position < count; position++) {
    const values = asked.get(position);
    if (values === undefined) others.push(position);
    for (const list of values?.keys().map((value) => lists.get(value)) ?? lists.values()) list?.push(position);
  }
  return { lists, others };
}

/** The place whose value spares most definitions, or undefined where none spares enough. */
function bestDistinction(clauses: readonly Clause[]): Distinction | undefined {
  let best: Distinction | undefined;
  let most = leastSpared;
  for (const distinction of distinctionsOf(clauses)) {
    const spared = sparedBy(distinction, clauses.length);
    if (spared <= most) continue;
    best = distinction;
    most = spared;
  }
  return best;
}

function distinctionsOf(clauses: readonly Clause[]): Iterable<Distinction> {
  const places = new Map<string, Distinction>();
  for (const [position, clause] of clauses.entries()) {
    for (const demand of demandsAtFront(clause)) {
      const key = placeKey(demand);
      const known = places.get(key);
      if (known === undefined) places.set(key, { demand, asked: new Map([[position, demand.values]]) });
      else if (!known.asked.has(position)) known.asked.set(position, demand.values);
    }
  }
  return places.values();
}

/** How many definitions are left out on average, where all values are equally frequent; none by too large a table. */
function sparedBy({ asked }: Distinction, count: number): number {
  const distinct = valuesOf(asked).size;
  const listed = asked.values().reduce((sum, { size }) => sum + size, 0);
  const others = count - asked.size;
  if (listed + distinct * others > mostListed * count) return 0;
  return asked.size - listed / distinct;
}

function valuesOf(asked: Distinction["asked"]): ReadonlySet<Scalar> {
  return new Set(asked.values().flatMap((values) => values.keys()));
}
