import { Indexes } from "@sortie/rego";
import type { LibraryCode, LoadedLibrary, Rule } from "../library/library.ts";
import type { Provider } from "../select/scope.ts";
import type { AskableRule, Asked } from "./askable-rule.ts";
import { foreignLimits } from "./foreign-limits.ts";
import { precompiledRules, sourceRules } from "./library-rules.ts";
import { releasedRule } from "./released-rules.ts";

/** A rule that can be asked about objects, with everything else that it reads. A rule that cannot has the reason instead. */
export type CompiledRule = { rule: Rule } & (
  | { joins: boolean; reads?: ReadonlySet<string> | undefined; ask(input: unknown[]): Asked }
  | { broken: string }
);

/** The rules' Rego and what all of them can read besides their objects. */
type RuleSettings = Pick<LoadedLibrary, "code" | "inputs"> & { cloudProvider?: Provider | undefined };

/** One question to one rule; a batch of 500 objects takes milliseconds, a join over a large cluster seconds. */
const longestQuestionMs = 60_000;

/**
 * Makes the rules ready to be asked, whatever their library is made of. Rules that do not compile are left out.
 *
 * @throws JobError `invalid_input` when Rego that rules share does not compile.
 */
export function compileRules(
  { code, inputs, cloudProvider }: RuleSettings,
  rules: Rule[],
  signal: AbortSignal,
): CompiledRule[] {
  const askable = askableRules(code, rules);
  // Rules that are given the same list look things up in it in the same ways.
  const indexes = new Indexes();
  return rules.map((rule) => {
    const found = askable(rule);
    if (typeof found === "string") return { rule, broken: found };
    const own = rule.controlInputs.map((name) => [name, inputs[name] ?? []] as const);
    const data = {
      postureControlInputs: Object.fromEntries(own),
      dataControlInputs: { cloudProvider: cloudProvider ?? "" },
    };
    const limits = { deadlineMs: longestQuestionMs };
    const ask = (input: unknown[]) => found.ask({ input, data, signal, limits, indexes, unsortedSets: true });
    return { rule, joins: found.joins, reads: found.reads, ask };
  });
}

/** What each rule is asked by, or why it cannot be. */
function askableRules(code: LibraryCode, rules: Rule[]): (rule: Rule) => AskableRule | string {
  if ("prepare" in code) return precompiledRules(code);
  if ("released" in code) return ({ name }) => releasedRule(name, code.released.get(name));
  if (!("over" in code)) return sourceRules(code, rules);
  const { own = [], others = [] } = Object.groupBy(rules, ({ name }) => (code.over.rules.has(name) ? "own" : "others"));
  const [over, base] = [askableRules(code.over, own), askableRules(code.base, others)];
  return (rule) => (code.over.rules.has(rule.name) ? bounded(over(rule)) : base(rule));
}

/** A user's rule, of which nothing is known. */
function bounded(rule: AskableRule | string): AskableRule | string {
  if (typeof rule === "string") return rule;
  return { ...rule, ask: (options) => rule.ask({ ...options, limits: foreignLimits(options) }) };
}
