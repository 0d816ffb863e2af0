import { code, type Syntax, term } from "../syntax.ts";
import type { Maker } from "./maker.ts";
import { scalar, stringLiteral } from "./operands.ts";
import { pickWord } from "./texts.ts";

/** Plain refs by which definitions of a rule are told apart, with texts that documents have there. */
const places: readonly (readonly [ref: string, texts: readonly string[]])[] = [
  ["input.s", ["a", "b", "app", "web", ""]],
  ["input.items[0].kind", ["Pod", "Job", "Service"]],
  ["input.items[1].kind", ["Pod", "Job", "Service"]],
  ["input.items[0].metadata.name", ["a", "b", "app"]],
  ["input.names[0]", ["a", "b", "c"]],
  ["input.object.a", ["a", "b", "x/y"]],
  ["data.base.list[1]", ["a", "b"]],
  ["data.test.stored", ["a", "10"]],
  ["input.missing", ["a"]],
];

/** A test of one of a rule's definitions: mostly that a plain ref is a constant, in one of the ways to write it. */
export function condition(maker: Maker): Syntax {
  const { random, dialect } = maker;
  const [ref, texts] = random.pick(places);
  const constant = (): Syntax => (random.chance(0.85) ? stringLiteral(maker, random.pick(texts)) : scalar(maker));
  const name = maker.fresh();
  const ways: (() => Syntax)[] = [
    () => code`${ref} == ${constant()}`,
    () => code`${ref} == ${constant()}`,
    () => code`${ref} = ${constant()}`,
    () => code`${constant()} == ${ref}`,
    () => code`${name} := ${ref}\n\t${name} == ${constant()}`,
    () => code`${name} := ${constant()}\n\t${ref} == ${name}`,
    () => code`${name} = ${ref}\n\t${constant()} = ${name}`,
    () => code`${ref} == [${constant()}, input.s][_]`,
    () => code`[${constant()}, ${name}] = [${ref}, input.n]\n\t${name} != null`,
    () => code`{"a": ${constant()}} = {"a": ${ref}}`,
    () => code`input.items[0] = {"kind": ${constant()}, "metadata": ${name}}\n\t${name} != 0`,
    () => code`${ref}`,
    () => code`not ${ref} == ${constant()}`,
    () => code`${ref} != ${constant()}`,
    () => code`input.flag == ${random.pick(["true", "false"])}`,
    () => code`input.n == ${random.pick(["0", "1", "2", "-1", "1.5", "1.0"])}`,
    () => code`input.n > ${random.below(3)}`,
    () => code`startswith(${ref}, ${stringLiteral(maker, random.pick(["a", "P", ""]))})`,
    () => code`glob.match(${stringLiteral(maker, random.pick(["a*", "*", "P*d", "{a,b}", "?"]))}, ["/"], ${ref})`,
    () => code`input.items[_].kind == ${stringLiteral(maker, random.pick(["Pod", "Job", "Service"]))}`,
  ];
  if (dialect.hasKeywords) {
    ways.push(
      () => code`${ref} in {${constant()}, ${constant()}}`,
      () => code`${ref} in [${constant()}, ${constant()}]`,
      () => code`${constant()} in input.names`,
    );
  }
  return random.pick(ways)();
}

/** What documents have at the places of {@link condition}, and now and then something they do not have. */
export function toldApartBy(maker: Maker): Syntax {
  const { random } = maker;
  if (random.chance(0.25)) return scalar(maker);
  return term`${stringLiteral(maker, random.chance(0.5) ? random.pick(["Pod", "Job", "Service"]) : pickWord(random))}`;
}
