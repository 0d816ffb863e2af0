import { JobError } from "@sortie/process";
import { compile, type EvaluationOptions, type Policy, RegoCompileError } from "@sortie/rego";
import type { Library, Rule } from "../library/library.ts";
import { type Answer, readAnswers, readConsidered } from "./answer.ts";

/** What a rule says of its input. `considered`: the objects it is about; absent: all it was given. */
export type Asked = { answers: Answer[]; considered?: unknown[] | undefined };

/**
 * A rule that can be asked about objects. `ask` throws what the engine throws, or `AnswerError`. A rule that does not
 * compile has the reason instead.
 */
export type CompiledRule = { rule: Rule } & ({ ask(input: unknown[]): Asked } | { broken: string });

/** One question to one rule; a batch of 500 objects takes milliseconds, a join over a large cluster seconds. */
const longestQuestionMs = 60_000;

/**
 * Compiles the rules together with the library's shared Rego. Rules that do not compile are left out.
 *
 * @throws JobError `invalid_input` when the shared Rego itself does not compile.
 */
export function compileRules(
  library: Pick<Library, "lib" | "inputs">,
  rules: Rule[],
  signal: AbortSignal,
): CompiledRule[] {
  const { policy, broken } = compileGood(library.lib, rules);
  return rules.map((rule) => {
    const reason = broken.get(rule.module.name);
    if (reason !== undefined) return { rule, broken: reason };
    const inputs = rule.controlInputs.map((name) => [name, library.inputs[name] ?? []] as const);
    const data = { postureControlInputs: Object.fromEntries(inputs), dataControlInputs: { cloudProvider: "" } };
    const limits = { deadlineMs: longestQuestionMs };
    let evaluate: Question | undefined;
    const ask = (input: unknown[]): Asked => {
      // Most scans meet no object that half of the rules are about.
      evaluate ??= questionTo(policy, rule);
      const { deny, considered } = evaluate({ input, data, signal, limits });
      return { answers: readAnswers(deny), considered: readConsidered(considered) };
    };
    return { rule, ask };
  });
}

type Sets = { deny: unknown; considered: unknown };
type Question = (options: EvaluationOptions) => Sets;

/** `deny` mostly builds on `considered`, where a rule has it: one question for both computes it once. */
function questionTo(policy: Policy, { name, module }: Rule): Question {
  const path = `data.sortie.rules[${JSON.stringify(name)}]`;
  const deny = policy.prepare(`${path}.deny`);
  if (!module.source.includes("considered")) {
    return (options) => ({ deny: deny.evaluate(options), considered: undefined });
  }
  const considered = policy.prepare(`${path}.considered`);
  const both = policy.prepare(`{"deny": ${path}.deny, "considered": ${path}.considered}`);
  // Undefined unless both sets are there.
  return (options) =>
    (both.evaluate(options) as Sets | undefined) ?? {
      deny: deny.evaluate(options),
      considered: considered.evaluate(options),
    };
}

/** Leaves out the files that errors point to and compiles again, until the rest is sound. */
function compileGood(lib: Library["lib"], rules: Rule[]): { policy: Policy; broken: Map<string, string> } {
  const broken = new Map<string, string>();
  for (;;) {
    const modules = rules.map(({ module }) => module).filter(({ name }) => !broken.has(name));
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
