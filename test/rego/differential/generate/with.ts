import { code, list, type Syntax } from "../syntax.ts";
import { knownRule, type Maker, nameOf, type Scope } from "./maker.ts";
import { scalar } from "./operands.ts";
import { makeTerm } from "./terms.ts";

const documents = [
  "input",
  "input.items",
  "input.object.a",
  "input.s",
  "data.base",
  "data.base.x",
  "data.base.object.b",
  "data.test.stored",
];
const functions = ["count", "upper", "startswith", "sprintf", "abs", "concat"];

/** A line evaluated under other documents, rules and functions. */
export function withModifiers(maker: Maker, scope: Scope, line: Syntax): Syntax {
  const modifiers = maker.random.list(1, 2, () => modifier(maker, scope));
  return code`${line}${list(modifiers, "")}`;
}

function modifier(maker: Maker, scope: Scope): Syntax {
  const { random } = maker;
  const value = (): Syntax => makeTerm({ ...maker, mayRange: false }, scope, "any", 1);
  const rule = knownRule(maker, random.pick(["value", "set", "object", "function"]));
  return random.pick([
    () => code` with ${random.pick(documents)} as ${value()}`,
    () => code` with ${random.pick(documents)} as ${value()}`,
    () => code` with ${rule === undefined ? "input" : `data.${rule.path.join(".")}`} as ${value()}`,
    () => code` with ${random.pick(functions)} as ${scalar(maker)}`,
    () => functionByFunction(maker),
  ])();
}

/** OPA wants a replacement with as many operands. */
function functionByFunction(maker: Maker): Syntax {
  const { random, rules } = maker;
  const one = rules.filter(({ kind, arity }) => kind === "function" && arity === 1);
  const replacement = one.length > 0 && random.chance(0.7) ? nameOf(maker, random.pick(one)) : undefined;
  if (replacement === undefined) return random.pick([code` with upper as lower`, code` with abs as ceil`]);
  const target = random.chance(0.4) ? nameOf(maker, random.pick(one)) : random.pick(["upper", "count", "abs"]);
  return code` with ${target} as ${replacement}`;
}
