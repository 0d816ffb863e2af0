import { code, list, type Syntax } from "../syntax.ts";
import { makeBody, withBody } from "./bodies.ts";
import { comprehension } from "./comprehensions.ts";
import { clausesRule, dispatchRule } from "./dispatch.ts";
import { groupingRule } from "./groups.ts";
import { know, type Maker, type Scope } from "./maker.ts";
import { scalar } from "./operands.ts";
import { pattern, variable } from "./patterns.ts";
import { makeTerm } from "./terms.ts";

/** Makes a rule and lets later ones know it. */
export function makeRule(maker: Maker, name: string): Syntax {
  return maker.random.pick(ruleMakers)(maker, name);
}

type RuleMaker = (maker: Maker, name: string) => Syntax;
const ruleMakers: readonly RuleMaker[] = [
  setRule,
  setRule,
  objectRule,
  objectRule,
  deepRule,
  completeRule,
  completeRule,
  elseRule,
  functionRule,
  functionRule,
  constantRule,
  dispatchRule,
  dispatchRule,
  clausesRule,
  groupingRule,
  groupingRule,
];

/** One to three definitions that stand together. */
function several(maker: Maker, make: () => Syntax): Syntax {
  return list(maker.random.chance(0.3) ? maker.random.list(2, 3, make) : [make()], "\n\n", 1);
}

function setRule(maker: Maker, name: string): Syntax {
  const rule = several(maker, () => {
    const { lines, scope } = makeBody(maker, [], 4, true);
    const item = makeTerm(maker, scope, "any", 2);
    const head = maker.dialect.hasKeywords ? code`${name} contains ${item}` : code`${name}[${item}]`;
    return withBody(maker, head, lines);
  });
  know(maker, name, "set");
  return rule;
}

function objectRule(maker: Maker, name: string): Syntax {
  const rule = several(maker, () => {
    const { lines, scope } = makeBody(maker, [], 4, true);
    const key = makeTerm(maker, scope, maker.random.chance(0.7) ? "string" : "any", 1);
    return withBody(maker, code`${name}[${key}] := ${makeTerm(maker, scope, "any", 1)}`, lines);
  });
  know(maker, name, "object");
  return rule;
}

/** A head that is a path: constant, with keys, or a set or function at its end. */
function deepRule(maker: Maker, name: string): Syntax {
  const { random, dialect } = maker;
  if (dialect.v0 && !dialect.hasKeywords) return objectRule(maker, name);
  const rule = several(maker, () => {
    const { lines, scope } = makeBody(maker, [], 3, true);
    const key = (): Syntax => makeTerm(maker, scope, "string", 0);
    const value = makeTerm(maker, scope, "any", 1);
    const head = random.pick([
      () => code`${name}.a.b := ${value}`,
      () => code`${name}.a[${key()}] := ${value}`,
      () => code`${name}[${key()}][${key()}] := ${value}`,
      () => code`${name}[${key()}].c := ${value}`,
      () => code`${name}.s contains ${value}`,
      () => code`${name}[${key()}] contains ${value}`,
      () => code`${name}[${key()}].d[${key()}]`,
    ])();
    return withBody(maker, head, lines);
  });
  know(maker, name, "object");
  return rule;
}

function defaultOf(maker: Maker, name: string): Syntax {
  const items = maker.random.chance(0.4) ? [code`default ${name} := ${scalar(maker)}\n\n`] : [];
  return list(items, "");
}

function completeRule(maker: Maker, name: string): Syntax {
  const { random } = maker;
  const rule = several(maker, () => {
    const { lines, scope } = makeBody(maker, [], 4, true);
    const value = random.chance(0.4)
      ? code``
      : code` := ${random.chance(0.5) ? scalar(maker) : makeTerm(maker, scope, "any", 1)}`;
    return withBody(maker, code`${name}${value}`, lines);
  });
  know(maker, name, "value");
  return code`${defaultOf(maker, name)}${rule}`;
}

function elseChain(maker: Maker, head: Syntax, scope: Scope): Syntax {
  const first = makeBody(maker, scope, 3);
  const others = maker.random.list(1, 2, () => {
    const { lines, scope: inner } = makeBody(maker, scope, 2);
    return withBody(maker, code` else := ${makeTerm(maker, inner, "any", 1)}`, lines);
  });
  const value = makeTerm(maker, first.scope, "any", 1);
  return code`${withBody(maker, code`${head} := ${value}`, first.lines)}${list(others, "")}`;
}

function elseRule(maker: Maker, name: string): Syntax {
  const rule = elseChain(maker, code`${name}`, []);
  know(maker, name, "value");
  return code`${defaultOf(maker, name)}${rule}`;
}

/** A function of variables, patterns and constants. */
function functionRule(maker: Maker, name: string): Syntax {
  const { random } = maker;
  const arity = 1 + random.below(2);
  const rule = several(maker, () => {
    const operands = Array.from({ length: arity }, () =>
      random.chance(0.5) ? pattern(maker, [], 1) : variable(maker),
    );
    const scope = operands.flatMap(({ declares }) => declares);
    const head = code`${name}(${list(
      operands.map(({ syntax }) => syntax),
      ", ",
      arity,
    )})`;
    if (random.chance(0.2)) return elseChain(maker, head, scope);
    const { lines, scope: inner } = makeBody(maker, scope, 3);
    return withBody(maker, code`${head} := ${makeTerm(maker, inner, "any", 1)}`, lines);
  });
  const holes = Array.from({ length: arity }, () => "_").join(", ");
  const fallback = random.chance(0.2) ? [code`default ${name}(${holes}) := ${scalar(maker)}\n\n`] : [];
  know(maker, name, "function", arity);
  return code`${list(fallback, "")}${rule}`;
}

/** A rule without a body. */
function constantRule(maker: Maker, name: string): Syntax {
  const { random } = maker;
  const value = random.chance(0.6) ? comprehension(maker, [], 2) : makeTerm(maker, [], "any", 2);
  know(maker, name, "value");
  return code`${name} := ${value}`;
}
