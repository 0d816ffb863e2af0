import type { Choices } from "@sortie/rego/choices";
import type { Case } from "../case.ts";
import { code, list, type Syntax, term } from "../syntax.ts";
import { makeBody } from "./bodies.ts";
import type { BuiltinType, Catalog } from "./catalog.ts";
import { value } from "./documents.ts";
import type { Maker } from "./maker.ts";
import { builtinCall } from "./operands.ts";
import { makeTerm } from "./terms.ts";
import { pickTextFor } from "./texts.ts";

/**
 * A policy in which each rule calls a built-in: with operands of the right types, or with some of any type that come from
 * the input, where OPA's type check does not see them. In a strict policy the first error ends everything, so it has one.
 */
export function makeBuiltinRules(random: Choices, catalog: Catalog, documents: Omit<Case, "modules">): Case {
  const wrong: unknown[] = [];
  const maker: Maker = {
    random,
    catalog,
    dialect: { v0: documents.v0, hasKeywords: false, isStrict: false, imports: [] },
    path: ["test"],
    rules: [],
    mayRange: true,
    aliases: [],
    fresh: () => "x",
    parts: { term: makeTerm, body: makeBody },
  };
  const usable = documents.v0 ? catalog : catalog.filter(({ isDeprecated }) => !isDeprecated);
  const count = documents.strictErrors ? 1 : 8;
  const rules = Array.from({ length: count }, (_, i) => callRule(maker, `r${i}`, random.pick(usable), wrong));
  const [input] = documents.inputs as [Record<string, unknown>];
  return { ...documents, inputs: [{ ...input, wrong }], modules: [code`package test\n\n${list(rules, "\n\n")}\n`] };
}

function callRule(maker: Maker, name: string, builtin: BuiltinType, wrong: unknown[]): Syntax {
  const { random } = maker;
  const share = random.pick([0, 0, 0.15, 0.4]);
  const call = builtinCall(maker, builtin, () => {
    if (!random.chance(share)) return undefined;
    wrong.push(random.chance(0.3) ? pickTextFor(random, builtin.name) : value(random, 2));
    return term`input.wrong[${wrong.length - 1}]`;
  });
  return code`${name} := ${call}`;
}
