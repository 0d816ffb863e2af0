import { RegoEvaluationError, RegoLimitError } from "@sortie/rego";
import { AnswerError } from "./answer.ts";
import type { Asked } from "./askable-rule.ts";
import type { CompiledRule } from "./compile-rules.ts";
import { recordAll, recordAnswers } from "./record-answers.ts";
import { ruleStatus } from "./resource-verdicts.ts";
import type { VerdictTable } from "./verdict-table.ts";

/** Why rules could not judge everything they should have, by the rule's number. The first reason is kept. */
export type SkipReasons = Map<number, string>;

type Judge = (rule: number, input: unknown[]) => void;

/**
 * Makes the function that asks one rule about some objects and enters the verdicts. A rule that fails or reaches a limit
 * skips these objects; a rule that reached a limit is not asked again, so that it cannot cost its limit once a batch.
 */
export function createJudge(rules: CompiledRule[], table: VerdictTable, reasons: SkipReasons): Judge {
  const exhausted = new Set<number>();

  const skip = (rule: number, input: unknown[], reason: string) => {
    if (!reasons.has(rule)) reasons.set(rule, reason);
    recordAll(table, rule, input, ruleStatus.skipped);
  };

  return function judge(rule, input) {
    const compiled = rules[rule];
    if (!compiled || input.length === 0) return;
    if ("broken" in compiled) return skip(rule, input, compiled.broken);
    if (exhausted.has(rule)) return skip(rule, input, "limit reached");
    const answer = tryToAsk(compiled, input);
    if ("answers" in answer) return recordAnswers(table, rule, answer.considered ?? input, answer.answers);
    if (answer.isLimit) exhausted.add(rule);
    else if (!compiled.joins && input.length > 1) {
      // One object that a rule cannot cope with says nothing about the others of its batch.
      const middle = Math.ceil(input.length / 2);
      judge(rule, input.slice(0, middle));
      return judge(rule, input.slice(middle));
    }
    skip(rule, input, answer.reason);
  };
}

type Failed = { reason: string; isLimit: boolean };

function tryToAsk(rule: { ask(input: unknown[]): Asked }, input: unknown[]): Asked | Failed {
  try {
    return rule.ask(input);
  } catch (err) {
    if (err instanceof RegoLimitError) return { reason: err.message, isLimit: true };
    if (err instanceof AnswerError) return { reason: `answers in an unknown shape: ${err.message}`, isLimit: false };
    if (err instanceof RegoEvaluationError && err.code !== "eval_cancel_error") {
      return { reason: `${err.code}: ${err.message}`, isLimit: false };
    }
    throw err;
  }
}
