import {
  type EvaluationOptions,
  type Policy,
  RegoEvaluationError,
  RegoLimitError,
  type TestRule,
  type TraceEvent,
} from "@sortie/rego";
import type { Documents } from "../load/documents.ts";
import { type OutputError, outputErrors } from "../output/errors.ts";
import { type CaseResult, casesOf, withMissing } from "./test-cases.ts";

type TestOutcome = "PASS" | "FAIL" | "SKIPPED" | "ERROR";

export type TestResult = {
  readonly test: TestRule;
  readonly outcome: TestOutcome;
  readonly durationNs: number;
  readonly error: OutputError | undefined;
  /** What the test and what it looked at printed. */
  readonly output: string;
  readonly events: readonly TraceEvent[];
  readonly cases: readonly CaseResult[];
};

export type TestRun = {
  readonly policy: Policy;
  /** Evaluates with a trace; asked only for what `policy` cannot tell: where an error came from. */
  readonly traced: () => Policy;
  readonly data: Documents;
  readonly timeoutMs: number;
  /** Keeps the steps of each test. */
  readonly isTraced: boolean;
  readonly observe: (event: TraceEvent) => void;
};

export function runTest(test: TestRule, run: TestRun): TestResult {
  const nothing = { test, error: undefined, output: "", events: [], cases: [] };
  if (test.isTodo) return { ...nothing, outcome: "SKIPPED", durationNs: 0 };
  const printed: string[] = [];
  const events: TraceEvent[] = [];
  const paths: (readonly string[])[] = [];
  const options: EvaluationOptions = {
    data: run.data,
    limits: { deadlineMs: run.timeoutMs },
    print: (text) => printed.push(`${text}\n`),
    testCase: (path) => paths.push(path),
    trace: (event) => {
      run.observe(event);
      if (run.isTraced) events.push(event);
    },
  };
  const start = performance.now();
  const ended = (outcome: TestOutcome, more: Partial<TestResult> = {}): TestResult => {
    const durationNs = Math.round((performance.now() - start) * 1e6);
    return { ...nothing, outcome, durationNs, output: printed.join(""), events, ...more };
  };
  try {
    const value = run.policy.evaluate(test.query, options);
    if (!test.hasCases) return ended(value === true ? "PASS" : "FAIL");
    const cases = withMissing(casesOf(value) ?? [], paths);
    return ended(value === undefined || cases.some(({ isFailed }) => isFailed) ? "FAIL" : "PASS", { cases });
  } catch (error) {
    const [reported] = outputErrors(withFrames(error, test, run)) ?? [];
    if (reported === undefined) throw error;
    return ended("ERROR", { error: reported });
  }
}

function withFrames(error: unknown, { query }: TestRule, { traced, data, timeoutMs }: TestRun): unknown {
  if (!(error instanceof RegoEvaluationError) || error.frames.length > 0) return error;
  try {
    traced().evaluate(query, { data, limits: { deadlineMs: timeoutMs } });
    return error;
  } catch (again) {
    if (again instanceof RegoEvaluationError || again instanceof RegoLimitError) return again;
    throw again;
  }
}
