import { setImmediate } from "node:timers/promises";
import type { ExceptionsOf } from "../exceptions/exceptions-for.ts";
import type { Rule } from "../library/library.ts";
import type { Batch, Unavailable } from "../objects/object-source.ts";
import { isGiven, type ObjectType, typeKey } from "../objects/object-type.ts";
import type { CompiledRule } from "./compile-rules.ts";
import { createJudge, type SkipReasons } from "./judge.ts";
import { KeptObjects } from "./kept-objects.ts";
import { parts } from "./parts.ts";
import { type Projection, projectionTo } from "./projection.ts";
import { recordAll } from "./record-answers.ts";
import { ruleStatus } from "./resource-verdicts.ts";
import { createVerdictTable, type VerdictTable } from "./verdict-table.ts";

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
  const kept = new KeptObjects();
  const planOf = planByType(rules, exceptionsOf?.reads);

  return {
    add({ type, objects }) {
      const plan = planOf(type);
      for (const part of parts(objects, judgedAtOnce)) for (const rule of plan.streamed) judge(rule, part);
      if (plan.project === undefined) return;
      const all = kept.of(type);
      for (const object of objects) all.push(plan.project(object));
    },
    async finish(unavailable) {
      const incomplete = noteMissing(unavailable);
      for (const { rules: asked, batches } of kept.questions(waitingOf(rules), judgedAtOnce)) {
        for (const batch of batches) {
          await setImmediate(); // lets a signal to stop arrive
          signal.throwIfAborted();
          for (const index of asked) judgeKept(index, batch, incomplete.has(index));
        }
      }
      kept.clear(); // what is left to do needs the memory
      return { table, reasons };
    },
  };

  /** The rules that cannot do without what is missing. */
  function noteMissing(unavailable: Unavailable[]): Set<number> {
    const incomplete = new Set<number>();
    for (const [index, { rule }] of rules.entries()) {
      const missing = unavailable.filter(({ type }) => isGiven(rule, type));
      if (missing[0] !== undefined && !reasons.has(index)) reasons.set(index, missing[0].reason);
      if (missing.some(isNeededBy(rule))) incomplete.add(index);
    }
    return incomplete;
  }

  /** A join over a part of what it needs would be wrong about all of it. */
  function judgeKept(index: number, batch: unknown[], isIncomplete: boolean): void {
    if (isIncomplete) recordAll(table, index, batch, ruleStatus.skipped);
    else judge(index, batch);
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
 * How many objects a rule about single objects is given at once. What it answers is garbage when it was read, so more take
 * more memory; fewer cost more calls, of which a scan has one for each rule and part of a batch.
 */
const judgedAtOnce = 250;

/** A rule whose answers follow from single objects, given to it as they are. */
function isStreamed(compiled: CompiledRule): boolean {
  return !joinsInput(compiled) && compiled.rule.resourcesAggregator === undefined;
}

/** The rules that are asked when all objects are there. */
function waitingOf(rules: CompiledRule[]) {
  return rules.flatMap((compiled, index) =>
    isStreamed(compiled) ? [] : [{ index, rule: compiled.rule, joins: joinsInput(compiled) }],
  );
}

/** Of a rule that does not compile nothing is known, and nothing asked. */
function joinsInput(compiled: CompiledRule): boolean {
  return "joins" in compiled && compiled.joins;
}

/** Which rules judge a type at once, and what of its objects has to be kept for others. */
function planByType(rules: CompiledRule[], readByExceptions: ReadonlySet<string> = new Set()) {
  const plans = new Map<string, { streamed: number[]; project: Projection | undefined }>();
  return (type: ObjectType) => {
    const known = plans.get(typeKey(type));
    if (known) return known;
    const matching = [...rules.entries()].filter(([, { rule }]) => isGiven(rule, type));
    const plan = {
      streamed: matching.filter(([, rule]) => isStreamed(rule)).map(([index]) => index),
      project: projectionFor(
        matching.map(([, rule]) => rule).filter((rule) => !isStreamed(rule)),
        readByExceptions,
      ),
    };
    plans.set(typeKey(type), plan);
    return plan;
  };
}

/** What of objects is kept for these rules; undefined where there are none. */
function projectionFor(rules: CompiledRule[], readByExceptions: ReadonlySet<string>): Projection | undefined {
  if (rules.length === 0) return undefined;
  const reads = rules.flatMap((rule) => ("reads" in rule && rule.reads !== undefined ? [rule.reads] : []));
  return reads.length === rules.length ? projectionTo([...reads, readByExceptions]) : (object) => object;
}
