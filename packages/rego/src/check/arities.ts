import { builtinName, refText } from "../tree/term-text.ts";
import type { Term } from "../tree/tree.ts";
import type { KnownBuiltins } from "../type-check/known-builtins.ts";
import { arityOf, type RuleTree } from "../type-check/rule-tree.ts";
import type { Arity } from "./safety-outputs.ts";

/**
 * How many operands functions take, each found once: by the very list of terms, since a call is asked about several
 * times, and by what that says.
 */
export function rememberedArity(treeOf: () => RuleTree, builtins: KnownBuiltins): Arity {
  const byTerms = new WeakMap<readonly Term[], number>();
  const byName = new Map<string, number>();
  return (operator) => {
    const known = byTerms.get(operator);
    if (known !== undefined) return known;
    const text = builtinName(operator) ?? refText(operator);
    const arity = byName.get(text) ?? arityOf(treeOf(), operator, builtins);
    byName.set(text, arity);
    byTerms.set(operator, arity);
    return arity;
  };
}
