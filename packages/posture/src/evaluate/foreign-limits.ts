import { getHeapStatistics } from "node:v8";
import type { EvaluationOptions, Limits } from "@sortie/rego";

/** Half the time of our own rules, which somebody of ours has read. */
const longestQuestionMs = 30_000;

/** Part of the heap's free room that one question may take: a collection that grows is there twice for a moment. */
const roomForAQuestion = 1 / 3;

/**
 * Bounds of a question to a rule that nobody of ours has read, released or a user's own: whatever it does, it is skipped
 * and the scan goes on. Answers hold the objects that they are about, which are in memory once.
 */
export function foreignLimits({ limits }: EvaluationOptions): Limits {
  const { heap_size_limit: whole, used_heap_size: used } = getHeapStatistics();
  return {
    resultBytes: 1024 * 1024 * 1024,
    depth: 500,
    heapBytes: Math.min(roomForAQuestion * Math.max(0, whole - used), limits?.heapBytes ?? Number.POSITIVE_INFINITY),
    deadlineMs: Math.min(longestQuestionMs, limits?.deadlineMs ?? longestQuestionMs),
  };
}
