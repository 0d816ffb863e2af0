import { Choices } from "@sortie/rego/choices";
import { entriesOfAnswers } from "../entries.ts";
import type { ruleRunner } from "../rule-runner.ts";
import type { Manifests } from "./manifests.ts";
import { countMutants, mutantOf } from "./mutants.ts";

/** A question that a rule failed at instead of answering it. */
type Failure = { rule: string; change: string; objects: unknown[]; error: unknown };

type Options = { seed: number; runs: number };
type Asked = { ask: ReturnType<typeof ruleRunner>; manifests: readonly Manifests[] };

/**
 * Asks rules about objects of which one has one field removed, emptied or of another type, as many times as said. Which
 * rule, object and field is drawn; the same seed draws the same.
 */
export function* fuzzRules({ ask, manifests }: Asked, { seed, runs }: Options): Generator<Failure> {
  const choices = new Choices(seed);
  for (let run = 0; run < runs; run += 1) {
    const { rule, objects, case: one } = choices.pick(manifests);
    const at = choices.below(objects.length);
    const { change, object } = mutantOf(objects[at], choices.below(countMutants(objects[at])));
    const mutated = objects.with(at, object);
    try {
      entriesOfAnswers(ask(rule, { ...one, objects: mutated }).answers);
    } catch (error) {
      yield { rule: rule.name, change, objects: mutated, error };
    }
  }
}

export function describeFailure({ rule, change, error }: Failure): string {
  return `${rule}: ${change}: ${String(error)}`;
}
