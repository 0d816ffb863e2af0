import type { EvaluationOptions, PreparedQuery } from "../run-query.ts";
import type { Classification } from "./classify.ts";

/** A query over a list in `input` that comes in batches. */
export type ResultStream = {
  readonly class: Classification["class"];
  /** What is known to be in the query's value because of this batch. A result that two batches have comes twice. */
  readonly add: (batch: readonly unknown[]) => unknown[];
  /** What follows from all batches together. Nothing can be added afterwards. */
  readonly finish: () => unknown[];
};

/**
 * Evaluates each batch alone where the query's class allows it, and keeps nothing of it; otherwise keeps all and
 * evaluates at the end. A value that is no list or set is one result.
 */
export function resultStream(
  queryClass: Classification["class"],
  query: PreparedQuery,
  options: Omit<EvaluationOptions, "input"> = {},
): ResultStream {
  const shared = { ...options, builtinState: new Map() };
  const kept: unknown[] = [];
  let isAsked = false;
  const ask = (input: readonly unknown[]): unknown[] => {
    isAsked = true;
    const value = query.evaluate({ ...shared, input });
    if (value === undefined) return [];
    return Array.isArray(value) ? value : [value];
  };
  const add = (batch: readonly unknown[]): unknown[] => {
    if (queryClass === "object") return ask(batch);
    if (queryClass === "input") for (const one of batch) kept.push(one);
    return [];
  };
  // Without any batch there is still the empty list, about which a rule may say something.
  const finish = (): unknown[] => (queryClass === "object" && isAsked ? [] : ask(kept));
  return { class: queryClass, add, finish };
}
