import { code, list, type Syntax, term } from "../syntax.ts";
import { makeBody, withBody } from "./bodies.ts";
import { condition, toldApartBy } from "./conditions.ts";
import { know, type Maker, type Scope } from "./maker.ts";
import { scalar } from "./operands.ts";
import { type Pattern, variable } from "./patterns.ts";
import { makeTerm } from "./terms.ts";

/** Many definitions of one rule, each for documents of another kind: what OPA finds by an index of its rules. */
export function dispatchRule(maker: Maker, name: string): Syntax {
  const { random } = maker;
  const kind = random.pick(["value", "value", "set", "object"] as const);
  const definitions = random.list(2, 5, () => {
    const { lines, scope } = dispatchBody(maker, []);
    const first = withBody(maker, headOf(maker, name, kind, scope), lines);
    return code`${first}${list(elsesOf(maker, kind), "")}`;
  });
  const fallback = kind === "value" && random.chance(0.4) ? [code`default ${name} := ${scalar(maker)}`] : [];
  know(maker, name, kind);
  return list([...fallback, ...definitions], "\n\n", 1);
}

function headOf(maker: Maker, name: string, kind: "value" | "set" | "object", scope: Scope): Syntax {
  const { random, dialect } = maker;
  const value = (): Syntax => (random.chance(0.7) ? few(maker) : makeTerm(maker, scope, "any", 1));
  if (kind === "set") return dialect.hasKeywords ? code`${name} contains ${value()}` : code`${name}[${value()}]`;
  if (kind === "object") return code`${name}[${random.pick(['"a"', '"b"', "input.s"])}] := ${value()}`;
  return random.chance(0.3) ? code`${name}` : code`${name} := ${value()}`;
}

/** Of few values, so that definitions that hold at the same time often agree. */
function few({ random }: Maker): Syntax {
  return term`${random.pick(["1", "1", "1", "true", '"a"', "2"])}`;
}

function elsesOf(maker: Maker, kind: "value" | "set" | "object"): Syntax[] {
  if (kind !== "value" || !maker.random.chance(0.3)) return [];
  return maker.random.list(1, 3, () => {
    const { lines } = dispatchBody(maker, []);
    return withBody(maker, code` else := ${few(maker)}`, lines);
  });
}

function dispatchBody(maker: Maker, outer: Scope): { lines: Syntax; scope: Scope } {
  const { random } = maker;
  const conditions = random.list(1, 3, () => code`\t${condition(maker)}`);
  if (random.chance(0.6)) return { lines: list(conditions, "\n", 1), scope: outer };
  const more = makeBody(maker, outer, 2);
  const both = random.chance(0.5) ? [...conditions, more.lines] : [more.lines, ...conditions];
  return { lines: list(both, "\n", both.length), scope: more.scope };
}

/** Clauses of one function, most of which have a constant or a pattern for an operand. */
export function clausesRule(maker: Maker, name: string): Syntax {
  const { random } = maker;
  const arity = 1 + random.below(2);
  const clauses = random.list(2, 5, () => {
    const operands = Array.from({ length: arity }, () => clauseOperand(maker));
    const scope = operands.flatMap(({ declares }) => declares);
    const head = code`${name}(${list(
      operands.map(({ syntax }) => syntax),
      ", ",
      arity,
    )})`;
    const value = random.chance(0.6) ? few(maker) : makeTerm(maker, scope, "any", 1);
    if (random.chance(0.4)) return code`${head} := ${value}`;
    const tests = random.list(1, 2, () => code`\t${clauseTest(maker, scope)}`);
    return withBody(maker, code`${head} := ${value}`, list(tests, "\n", 1));
  });
  const holes = Array.from({ length: arity }, () => "_").join(", ");
  const fallback = random.chance(0.3) ? [code`default ${name}(${holes}) := ${scalar(maker)}`] : [];
  know(maker, name, "function", arity);
  return list([...fallback, ...clauses], "\n\n", 1);
}

function clauseOperand(maker: Maker): Pattern {
  const { random } = maker;
  const inner = variable(maker);
  return random.pick<() => Pattern>([
    () => ({ syntax: toldApartBy(maker), declares: [] }),
    () => ({ syntax: toldApartBy(maker), declares: [] }),
    () => inner,
    () => inner,
    () => ({ syntax: term`_`, declares: [] }),
    () => ({ syntax: term`[${toldApartBy(maker)}, ${inner.syntax}]`, declares: inner.declares }),
    () => ({ syntax: term`{"kind": ${toldApartBy(maker)}, "metadata": ${inner.syntax}}`, declares: inner.declares }),
  ])();
}

function clauseTest(maker: Maker, scope: Scope): Syntax {
  const { random } = maker;
  if (scope.length === 0 || random.chance(0.3)) return condition(maker);
  const { name } = random.pick(scope);
  return random.pick([
    () => code`${name} == ${toldApartBy(maker)}`,
    () => code`${name}.kind == ${toldApartBy(maker)}`,
    () => code`${toldApartBy(maker)} = ${name}`,
    () => code`${name} != ${toldApartBy(maker)}`,
    () => code`${name}.metadata.name == ${toldApartBy(maker)}`,
  ])();
}
