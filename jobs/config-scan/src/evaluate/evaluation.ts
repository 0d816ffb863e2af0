import { setImmediate } from "node:timers/promises";
import type { KubeObject } from "@sortie/kube";
import type { Batch, Unavailable } from "../collect/object-source.ts";
import { isMatched, type ObjectType, typeKey } from "../collect/object-type.ts";
import type { ExceptionsOf } from "../exceptions/exceptions-for.ts";
import type { Rule } from "../library/library.ts";
import { aggregate } from "./aggregate.ts";
import type { CompiledRule } from "./compile-rules.ts";
import { createJudge, type SkipReasons } from "./judge.ts";
import { recordAll } from "./record-answers.ts";
import { createVerdictTable, ruleStatus, type VerdictTable } from "./verdict-table.ts";

/** All verdicts, and for rules that could not judge everything the reason, by the rule's number. */
export type Evaluated = { table: VerdictTable; reasons: SkipReasons };

/**
 * A running evaluation. Rules about single objects judge each batch as it comes and forget it; objects are kept only for
 * rules that join them, which judge in `finish`.
 */
export type Evaluation = {
  add(batch: Batch): void;
  finish(unavailable: Unavailable[]): Promise<Evaluated>;
};

export function startEvaluation(rules: CompiledRule[], signal: AbortSignal, exceptionsOf?: ExceptionsOf): Evaluation {
  const table = createVerdictTable(rules.length, exceptionsOf);
  const reasons: SkipReasons = new Map();
  const judge = createJudge(rules, table, reasons);
  const kept = new Map<string, { type: ObjectType; objects: KubeObject[] }>();
  const planOf = planByType(rules.map(({ rule }) => rule));

  return {
    add({ type, objects }) {
      const plan = planOf(type);
      for (const part of parts(objects, judgedAtOnce)) for (const rule of plan.streamed) judge(rule, part);
      if (!plan.isKept) return;
      const all = kept.get(typeKey(type)) ?? { type, objects: [] };
      kept.set(typeKey(type), all);
      all.objects.push(...objects);
    },
    async finish(unavailable) {
      for (const [index, { rule }] of rules.entries()) {
        await setImmediate(); // lets a signal to stop arrive between two rules
        signal.throwIfAborted();
        const missing = unavailable.find(({ type }) => isMatched(rule.match, type))?.reason;
        if (missing !== undefined && !reasons.has(index)) reasons.set(index, missing);
        if (!isStreamed(rule)) judgeKept(index, rule, missing !== undefined);
      }
      kept.clear(); // what is left to do needs the memory
      return { table, reasons };
    },
  };

  /** A join over a part of what it needs would be wrong about all of it. */
  function judgeKept(index: number, rule: Rule, isIncomplete: boolean): void {
    for (const batch of batches(rule, inputOf(rule, kept))) {
      if (isIncomplete) recordAll(table, index, batch, ruleStatus.skipped);
      else judge(index, batch);
    }
  }
}

/**
 * How many objects a rule about single objects is given at once. What it answers is sorted as a whole and is garbage when
 * it was read, so more cost more time and more memory; fewer cost another call.
 */
const judgedAtOnce = 100;

/** A rule whose answers follow from single objects, given to it as they are. */
function isStreamed(rule: Rule): boolean {
  return rule.scope === "object" && rule.resourcesAggregator === undefined;
}

/** Which rules judge a type at once, and whether its objects have to be kept for others. */
function planByType(rules: Rule[]) {
  const plans = new Map<string, { streamed: number[]; isKept: boolean }>();
  return (type: ObjectType) => {
    const known = plans.get(typeKey(type));
    if (known) return known;
    const matching = [...rules.entries()].filter(([, rule]) => isMatched(rule.match, type));
    const plan = {
      streamed: matching.filter(([, rule]) => isStreamed(rule)).map(([index]) => index),
      isKept: matching.some(([, rule]) => !isStreamed(rule)),
    };
    plans.set(typeKey(type), plan);
    return plan;
  };
}

/** Types in a fixed order: which of two lists arrived first must not decide which object a rule meets first. */
function inputOf(rule: Rule, kept: Map<string, { type: ObjectType; objects: KubeObject[] }>): Iterable<unknown> {
  const keys = [...kept.keys()].toSorted();
  const matched = keys.flatMap((key) => {
    const one = kept.get(key);
    return one && isMatched(rule.match, one.type) ? one.objects : [];
  });
  return aggregate(rule.resourcesAggregator, matched);
}

/** One batch for a rule that joins its input; for others, batches that let go of what was made for them. */
function* batches(rule: Rule, input: Iterable<unknown>): Generator<unknown[]> {
  yield* parts(input, rule.scope === "cluster" ? Number.POSITIVE_INFINITY : judgedAtOnce);
}

function* parts<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let part: T[] = [];
  for (const one of all) {
    part.push(one);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
