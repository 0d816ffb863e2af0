import { setImmediate } from "node:timers/promises";
import type { KubeObject } from "@sortie/kube";
import type { ExceptionsOf } from "../exceptions/exceptions-for.ts";
import type { Rule } from "../library/library.ts";
import type { Batch, Unavailable } from "../objects/object-source.ts";
import { isGiven, type ObjectType, typeKey } from "../objects/object-type.ts";
import { aggregate } from "./aggregate.ts";
import type { CompiledRule } from "./compile-rules.ts";
import { createJudge, type SkipReasons } from "./judge.ts";
import { type Projection, projectionTo } from "./projection.ts";
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
  const reasons: SkipReasons = new Map(
    rules.flatMap((rule, index) => ("broken" in rule ? [[index, rule.broken] as const] : [])),
  );
  const judge = createJudge(rules, table, reasons);
  const kept: Kept = new Map();
  const planOf = planByType(rules);

  return {
    add({ type, objects }) {
      const plan = planOf(type);
      for (const part of parts(objects, judgedAtOnce)) for (const rule of plan.streamed) judge(rule, part);
      if (plan.project === undefined) return;
      const all = kept.get(typeKey(type)) ?? { type, objects: [] };
      kept.set(typeKey(type), all);
      for (const object of objects) all.objects.push(plan.project(object));
    },
    async finish(unavailable) {
      const inputOf = inputsOf(kept);
      for (const [index, compiled] of rules.entries()) {
        const { rule } = compiled;
        await setImmediate(); // lets a signal to stop arrive between two rules
        signal.throwIfAborted();
        const missing = unavailable.filter(({ type }) => isGiven(rule, type));
        if (missing[0] !== undefined && !reasons.has(index)) reasons.set(index, missing[0].reason);
        if (!isStreamed(compiled)) judgeKept(index, compiled, inputOf(rule), missing.some(isNeededBy(rule)));
      }
      kept.clear(); // what is left to do needs the memory
      return { table, reasons };
    },
  };

  /** A join over a part of what it needs would be wrong about all of it. */
  function judgeKept(index: number, compiled: CompiledRule, input: Iterable<unknown>, isIncomplete: boolean): void {
    for (const batch of batches(compiled, input)) {
      if (isIncomplete) recordAll(table, index, batch, ruleStatus.skipped);
      else judge(index, batch);
    }
  }
}

/**
 * Whether a rule cannot do without a type. A rule about the cluster's own objects that also looks at host data or at the
 * cloud judges these objects without, as in Kubescape.
 */
function isNeededBy({ match }: Rule): (missing: Unavailable) => boolean {
  const isAboutOwnObjects = match.some(({ resources }) => resources.length > 0);
  return ({ type }) => !(type.isExternal && isAboutOwnObjects);
}

/**
 * How many objects a rule about single objects is given at once. What it answers is sorted as a whole and is garbage when
 * it was read, so more cost more time and more memory; fewer cost another call.
 */
const judgedAtOnce = 100;

/** A rule whose answers follow from single objects, given to it as they are. */
function isStreamed(compiled: CompiledRule): boolean {
  return !joinsInput(compiled) && compiled.rule.resourcesAggregator === undefined;
}

/** Of a rule that does not compile nothing is known, and nothing asked. */
function joinsInput(compiled: CompiledRule): boolean {
  return "joins" in compiled && compiled.joins;
}

/** Which rules judge a type at once, and what of its objects has to be kept for others. */
function planByType(rules: CompiledRule[]) {
  const plans = new Map<string, { streamed: number[]; project: Projection | undefined }>();
  return (type: ObjectType) => {
    const known = plans.get(typeKey(type));
    if (known) return known;
    const matching = [...rules.entries()].filter(([, { rule }]) => isGiven(rule, type));
    const plan = {
      streamed: matching.filter(([, rule]) => isStreamed(rule)).map(([index]) => index),
      project: projectionFor(matching.map(([, rule]) => rule).filter((rule) => !isStreamed(rule))),
    };
    plans.set(typeKey(type), plan);
    return plan;
  };
}

/** What of objects these rules are kept waiting for; undefined where there are none. */
function projectionFor(rules: CompiledRule[]): Projection | undefined {
  if (rules.length === 0) return undefined;
  const reads = rules.flatMap((rule) => ("reads" in rule && rule.reads !== undefined ? [rule.reads] : []));
  return reads.length === rules.length ? projectionTo(reads) : (object) => object;
}

type Kept = Map<string, { type: ObjectType; objects: KubeObject[] }>;

/**
 * What rules are given of the kept objects; rules that match the same types get the same list. Types come in a fixed
 * order: which of two lists arrived first must not decide which object a rule meets first.
 */
function inputsOf(kept: Kept): (rule: Rule) => Iterable<unknown> {
  const types = [...kept].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  const lists = new Map<string, KubeObject[]>();
  return (rule) => {
    const matched = types.filter(({ type }) => isGiven(rule, type));
    const key = matched.map(({ type }) => typeKey(type)).join(" ");
    const list = lists.get(key) ?? matched.flatMap(({ objects }) => objects);
    lists.set(key, list);
    return aggregate(rule.resourcesAggregator, list);
  };
}

/** One batch for a rule that joins its input; for others, batches that let go of what was made for them. */
function* batches(compiled: CompiledRule, input: Iterable<unknown>): Generator<unknown[]> {
  if (!joinsInput(compiled)) yield* parts(input, judgedAtOnce);
  else yield Array.isArray(input) ? input : [...input];
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
