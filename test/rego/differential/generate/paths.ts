import { code, type Syntax, term } from "../syntax.ts";
import { type Known, knownRule, type Maker, nameOf, type Scope } from "./maker.ts";

const inputPaths = [
  "input.items",
  "input.names",
  "input.numbers",
  "input.object",
  "input.nested",
  "input.extra",
  "input.s",
  "input.n",
  "input.flag",
  "input.missing",
  "input.items[0]",
  "input.items[_]",
  "input.items[_].metadata",
  "input.items[_].metadata.labels",
  "input.items[_].containers[_]",
  "input.object.a",
  'input.object["x/y"]',
  "input.nested[_]",
  "input.nested[_][_]",
  "data.base.list",
  "data.base.list[_]",
  "data.base.object",
  "data.base.x",
  "data.test.stored",
  "data.other.stored",
  "input",
] as const;

const groundPaths = inputPaths.filter((text) => !text.includes("_"));

const fields = ["name", "kind", "a", "metadata", "labels", "containers", "b", "k", "0"];

/** Somewhere in a document, or a value whose type is not known when compiling. */
export function path(maker: Maker, scope: Scope): Syntax {
  const { random, aliases, mayRange } = maker;
  const known = scope.filter(({ kind }) => kind === "any");
  if (known.length > 0 && random.chance(0.4)) {
    const { name } = random.pick(known);
    return random.chance(0.5) ? term`${name}` : term`${name}${step(maker)}`;
  }
  const documents = aliases.filter((alias) => alias.path[0] === "input");
  if (documents.length > 0 && random.chance(0.2)) return term`${random.pick(documents).name}${step(maker)}`;
  return term`${random.pick(mayRange ? inputPaths : groundPaths)}`;
}

function step({ random }: Maker): string {
  const field = random.pick(fields);
  if (field === "0") return "[0]";
  return random.chance(0.7) ? `.${field}` : `["${field}"]`;
}

/** A ref into a rule with keys that are known, to be bound, or of no interest. */
export function ruleRef(maker: Maker, scope: Scope): Syntax | undefined {
  const { random } = maker;
  const known = knownRule(maker, random.pick(["value", "set", "object"]));
  if (known === undefined) return undefined;
  return term`${nameOf(maker, known)}${keys(maker, scope, known)}`;
}

function keys(maker: Maker, scope: Scope, { kind }: Known): Syntax {
  const { random } = maker;
  const bound = scope.map(({ name }) => name);
  const key = (): string =>
    bound.length > 0 && random.chance(0.4)
      ? random.pick(bound)
      : random.pick(maker.mayRange ? ["_", '"a"', "1", '"b"', "_"] : ['"a"', "1", '"b"']);
  const count = random.below(kind === "object" ? 3 : 2);
  return code`${Array.from({ length: count }, () => `[${key()}]`).join("")}`;
}
