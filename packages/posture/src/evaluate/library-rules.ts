import { JobError } from "@sortie/process/job-error";
import { compile, type EvaluationOptions, type Policy, RegoCompileError } from "@sortie/rego";
import type { PrecompiledCode, Rule, SourceLibrary } from "../library/library.ts";
import { ruleQueries } from "../library/rule-queries.ts";
import { readAnswers, readConsidered } from "./answer.ts";
import type { AskableRule } from "./askable-rule.ts";

type SourceCode = Pick<SourceLibrary, "rules" | "lib">;
type RulePolicy = Pick<Policy, "prepare" | "classify"> & { hasConsidered: boolean };

/** Rules of a library that the build compiled. */
export function precompiledRules(code: PrecompiledCode): (rule: Rule) => AskableRule {
  return (rule) => ({
    ...askableRule({ ...code, hasConsidered: code.has(ruleQueries(rule.name).considered) }, rule),
    reads: code.reads.get(rule.name),
  });
}

/**
 * Compiles the rules together with the library's shared Rego. A rule that does not compile is left out, with the reason.
 *
 * @throws JobError `invalid_input` when the shared Rego itself does not compile.
 */
export function sourceRules(code: SourceCode, rules: Rule[]): (rule: Rule) => AskableRule | string {
  const { policy, broken } = compileGood(code, rules);
  const answering = new Set(policy.rules.flatMap(({ path }) => (path.at(-1) === "deny" ? [path.join("/")] : [])));
  return (rule) => {
    const module = code.rules.get(rule.name)?.module;
    if (module === undefined) return "the library does not have this rule";
    const reason = broken.get(module.name);
    if (reason !== undefined) return reason;
    if (!answering.has(`sortie/rules/${rule.name}/deny`)) return withoutAnswers(rule, module.name);
    return askableRule({ ...policy, hasConsidered: module.source.includes("considered") }, rule);
  };
}

/** What never answers would let everything pass. */
function withoutAnswers({ name }: Rule, file: string): string {
  return `${file}: has no deny in the package sortie.rules[${JSON.stringify(name)}]`;
}

function askableRule(policy: RulePolicy, rule: Rule): AskableRule {
  let evaluate: Question | undefined;
  return {
    joins: joinsObjects(policy, rule),
    ask: (options) => {
      // Most scans meet no object that half of the rules are about.
      evaluate ??= questionTo(policy, rule);
      const { deny, considered } = evaluate(options);
      return { answers: readAnswers(deny), considered: readConsidered(considered) };
    },
  };
}

function joinsObjects(policy: RulePolicy, { name }: Rule): boolean {
  const { deny, considered } = ruleQueries(name);
  const queries = policy.hasConsidered ? [deny, considered] : [deny];
  return queries.some((query) => policy.classify(query).class === "input");
}

type Sets = { deny: unknown; considered: unknown };
type Question = (options: EvaluationOptions) => Sets;

/** `deny` mostly builds on `considered`, where a rule has it: one question for both computes it once. */
function questionTo(policy: RulePolicy, { name }: Rule): Question {
  const queries = ruleQueries(name);
  const deny = policy.prepare(queries.deny);
  if (!policy.hasConsidered) return (options) => ({ deny: deny.evaluate(options), considered: undefined });
  const considered = policy.prepare(queries.considered);
  const both = policy.prepare(queries.both);
  // Undefined unless both sets are there.
  return (options) =>
    (both.evaluate(options) as Sets | undefined) ?? {
      deny: deny.evaluate(options),
      considered: considered.evaluate(options),
    };
}

type Good = { policy: Policy; broken: Map<string, string> };

/** Leaves out the files that errors point to and compiles again, until the rest is sound. */
function compileGood({ lib, rules: known }: SourceCode, rules: Rule[]): Good {
  const broken = new Map<string, string>();
  for (;;) {
    const modules = rules.flatMap(({ name }) => known.get(name)?.module ?? []).filter(({ name }) => !broken.has(name));
    try {
      return { policy: compile([...lib, ...modules]), broken };
    } catch (err) {
      if (!(err instanceof RegoCompileError)) throw err;
      const names = new Set(modules.map(({ name }) => name));
      const errors = err.errors.filter(({ location }) => names.has(location.file));
      if (errors.length === 0) {
        throw new JobError("invalid_input", `the control library does not compile: ${err.message}`, {
          retry: false,
          cause: err,
        });
      }
      for (const { location, code, message } of errors) {
        broken.set(location.file, `${location.file}:${location.row}: ${code}: ${message}`);
      }
    }
  }
}
