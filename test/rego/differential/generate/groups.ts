import { code, list, type Syntax, term } from "../syntax.ts";
import { withBody } from "./bodies.ts";
import { toldApartBy } from "./conditions.ts";
import { know, type Maker } from "./maker.ts";
import { functionCall } from "./terms.ts";

/** Lists whose members have a name or a kind in common, with what they have in common. */
const lists: readonly (readonly [list: string, keys: readonly string[]])[] = [
  ["input.items", [".kind", ".metadata.name", ".metadata.labels.a", ".metadata", ""]],
  ["input.items", [".kind", ".kind"]],
  ["input.names", [""]],
  ["input.numbers", [""]],
  ["input.object", [""]],
  ["input.nested", ["", ".a"]],
  ["data.base.list", [""]],
];

/**
 * A rule that looks in each turn of a loop for the members of a list that belong to the loop's: with a comprehension over
 * what can be grouped by a variable from outside of it, in which the variable stands in one of many ways.
 */
export function groupingRule(maker: Maker, name: string): Syntax {
  const { random, dialect } = maker;
  const [outer, member] = [maker.fresh(), maker.fresh()];
  const [from, keys] = random.pick(lists);
  const outerKey = random.pick(keys);
  const loop = dialect.hasKeywords ? code`some ${outer} in ${from}` : code`${outer} := ${from}[_]`;
  const found = grouping(maker, `${outer}${outerKey}`, 1);
  const lines = [loop, code`${member} := ${found}`, ...random.list(0, 1, () => useOf(maker, member))];
  if (random.chance(0.15)) lines.push(code`${member} == ${grouping(maker, `${outer}${outerKey}`, 0)}`);
  const kind = random.pick(["set", "object"] as const);
  const value = term`[${outer}, ${member}]`;
  const setHead = dialect.hasKeywords ? code`${name} contains ${value}` : code`${name}[${value}]`;
  const head = kind === "set" ? setHead : code`${name}[${outer}${outerKey}] := ${member}`;
  know(maker, name, kind);
  const body = list(
    lines.map((line) => code`\t${line}`),
    "\n",
    1,
  );
  return withBody(maker, head, body);
}

function useOf({ random }: Maker, name: string): Syntax {
  return random.pick([
    code`count(${name}) > ${random.below(3)}`,
    code`${name}[_] != null`,
    code`not ${name} == [1]`,
    code`count(${name}) == count(${name})`,
  ]);
}

/** A comprehension over a list's members that have a key of the value `key`. */
function grouping(maker: Maker, key: string, depth: number): Syntax {
  const { random, dialect } = maker;
  const [item, bound] = [maker.fresh(), maker.fresh()];
  const [from, keys] = random.pick(lists);
  const own = random.pick(keys);
  const loops = [code`${item} := ${from}[_]`, code`${item} := ${from}[${bound}]`, code`${item} = ${from}[_]`];
  if (dialect.hasKeywords) loops.push(code`some ${item} in ${from}`, code`some ${bound}, ${item} in ${from}`);
  const loop = random.pick(loops);
  const lines = [loop, ...random.list(1, 2, () => join(maker, `${item}${own}`, key))];
  if (random.chance(0.2)) lines.push(filterOf(maker, item));
  if (random.chance(0.1)) lines.reverse();
  const shown =
    depth > 0 && random.chance(0.2) ? grouping(maker, `${item}${own}`, depth - 1) : term`${item}${random.pick(keys)}`;
  const body = list(
    lines.map((line) => code`\t\t${line}`),
    "\n",
    1,
  );
  return random.pick([
    () => term`[${shown} |\n${body}\n\t]`,
    () => term`{${shown} |\n${body}\n\t}`,
    () => term`{${item}${own}: ${shown} |\n${body}\n\t}`,
    () => term`count([${shown} |\n${body}\n\t])`,
  ])();
}

/** That the inner and the outer key are the same, or something near it that is no equality. */
function join(maker: Maker, inner: string, outer: string): Syntax {
  const { random } = maker;
  const name = maker.fresh();
  return random.pick([
    () => code`${inner} == ${outer}`,
    () => code`${inner} == ${outer}`,
    () => code`${outer} == ${inner}`,
    () => code`${inner} = ${outer}`,
    () => code`${name} := ${inner}\n\t\t${name} == ${outer}`,
    () => code`[${inner}, 1] == [${outer}, 1]`,
    () => code`{"a": ${inner}} = {"a": ${outer}}`,
    () => code`lower(${inner}) == lower(${outer})`,
    () => code`${inner} != ${outer}`,
    () => code`not ${inner} == ${outer}`,
    () => code`${functionCall(maker, [], 0) ?? term`1`} == ${inner}`,
    () => code`${inner} == ${outer} with input.s as "a"`,
  ])();
}

function filterOf(maker: Maker, item: string): Syntax {
  return maker.random.pick([
    () => code`${item}.kind == ${toldApartBy(maker)}`,
    () => code`${item} != ${toldApartBy(maker)}`,
    () => code`${item}.metadata.name == input.s`,
    () => code`input.flag`,
  ])();
}
