import {
  allowing,
  compile,
  type EvaluationOptions,
  kubescapeBuiltins,
  type Policy,
  RegoCompileError,
  type RegoModule,
} from "@sortie/rego";
import { baseModulesFor } from "../artifacts/base-modules.ts";
import type { ReleasedRego } from "../library/library.ts";
import { AnswerError, readAnswers } from "./answer.ts";
import type { AskableRule } from "./askable-rule.ts";
import { foreignLimits } from "./foreign-limits.ts";

/** The package of every released rule, so each is compiled by itself. */
const rulePackage = "armo_builtins";

/**
 * Makes released rules ready to be asked; where one cannot be, the reason. They are Rego of version 0 that mostly imports
 * version 1. `http.send` has to be known, because rules may name it, but nothing can be reached by it.
 */
export function releasedRule(name: string, rego: ReleasedRego | undefined): AskableRule | string {
  if (rego === undefined) return "the artifacts do not have this rule";
  if ("broken" in rego) return rego.broken;
  try {
    const rule = compiled({ name: `${name}/rule.rego`, source: rego.rule });
    if (!rule.answers) return `it has no answers in the package ${rulePackage}`;
    if (rego.enumerator === undefined) return { joins: rule.joins, ask: (options) => ({ answers: rule.ask(options) }) };
    const enumerator = compiled({ name: `${name}/filter.rego`, source: rego.enumerator });
    return {
      joins: rule.joins || enumerator.joins,
      ask: (options) => {
        const considered = enumerator.ask(options).flatMap(({ objects }) => objects);
        return { answers: rule.ask(options), considered };
      },
    };
  } catch (err) {
    if (err instanceof RegoCompileError) return err.message.split("\n")[0] ?? err.message;
    throw err;
  }
}

function compiled(module: RegoModule) {
  const policy = compile([...baseModulesFor(module.source), module], {
    v0Compatible: true,
    builtins: kubescapeBuiltins,
    capabilities: allowing(["http.send"]),
  });
  const query = policy.prepare(`data.${rulePackage}`);
  const ask = (options: EvaluationOptions) =>
    readAnswers(everyAnswer(query.evaluate({ ...options, limits: foreignLimits(options) })));
  const own = policy.rules.filter(({ path, isFunction }) => path[0] === rulePackage && !isFunction);
  return { joins: joinsObjects(policy, own), ask, answers: own.length > 0 };
}

/** Released rules answer by any name, `deny` or another: everything in their package that has a value is a list of answers. */
function everyAnswer(document: unknown): unknown[] {
  return Object.entries(document ?? {}).flatMap(([name, value]: [string, unknown]) => {
    if (!Array.isArray(value)) throw new AnswerError(`${name} is no list`);
    return value as unknown[];
  });
}

/** The package depends on single objects where every rule in it does. */
function joinsObjects(policy: Policy, own: Policy["rules"]): boolean {
  return own.some(({ path }) => policy.classify(queryOf(path)).class === "input");
}

function queryOf([root = "", ...rest]: readonly string[]): string {
  return `data.${root}${rest.map((part) => `[${JSON.stringify(part)}]`).join("")}`;
}
