import {
  Coverage,
  type CoverageReport,
  compile,
  type EvaluationOptions,
  type Policy,
  type QueryResult,
  RegoEvaluationError,
  type RegoModule,
  type TraceEvent,
} from "@sortie/rego";
import type { Documents } from "../load/documents.ts";
import { pathConflicts } from "../load/path-conflicts.ts";
import { type OutputError, outputErrors } from "../output/errors.ts";
import type { EvalRequest } from "./eval-request.ts";
import { Timers } from "./timers.ts";

/** What an evaluation gave. */
export type EvalOutput = {
  readonly results: readonly QueryResult[];
  /** Those that end the evaluation. */
  readonly errors: readonly OutputError[];
  /** Those that only made an expression undefined; collected where they are to be shown. */
  readonly builtinErrors: readonly OutputError[];
  readonly events: readonly TraceEvent[];
  readonly coverage: CoverageReport | undefined;
  /** How long steps took, in nanoseconds by OPA's names for them. */
  readonly timers: Readonly<Record<string, number>>;
};

export type Knowledge = { readonly modules: readonly RegoModule[]; readonly data: Documents };
type Print = (text: string) => void;

/** Evaluates a query over policies and data. What policies print goes to `print` as it happens. */
export function evaluate(request: EvalRequest, known: Knowledge, print: Print): EvalOutput {
  const { query, explain, isCovered, showBuiltinErrors } = request;
  const sources = { modules: known.modules, query };
  const isTraced = explain !== "off" || isCovered || showBuiltinErrors;
  const events: TraceEvent[] = [];
  const builtinErrors: OutputError[] = [];
  const coverage = new Coverage();
  const timers = new Timers();
  let policy: Policy | undefined;
  const ended = (outcome: Partial<EvalOutput>): EvalOutput => ({
    results: [],
    errors: [],
    builtinErrors,
    events,
    timers: timers.all(),
    coverage: isCovered ? coverage.report(policy?.probes ?? []) : undefined,
    ...outcome,
  });
  const options: EvaluationOptions = {
    ...evaluationOptions(request, known),
    print,
    ...(showBuiltinErrors && { builtinError: (error) => builtinErrors.push(...(outputErrors(error, sources) ?? [])) }),
    ...(isTraced && { trace: observer(explain, coverage, events) }),
  };
  try {
    policy = timers.time("rego_module_compile", () => compile(known.modules, { ...request.compile, trace: isTraced }));
    const conflicts = pathConflicts(policy.rules, known.data);
    if (conflicts.length > 0) return ended({ errors: conflicts });
    const { prepareResults } = policy;
    const run = timers.time("rego_query_compile", () => prepareResults(query, request.place));
    const results = timers.time("rego_query_eval", () => run(options));
    for (let i = 1; i < request.count; i++) run(options);
    return ended({ results });
  } catch (error) {
    const errors = outputErrors(isTraced ? error : withFrames(error, request, known), sources);
    if (errors === undefined) throw error;
    return ended({ errors });
  }
}

/** Events are kept where they are to be explained: there may be millions. */
function observer(
  explain: EvalRequest["explain"],
  coverage: Coverage,
  events: TraceEvent[],
): (event: TraceEvent) => void {
  if (explain === "off") return coverage.add;
  return (event) => {
    coverage.add(event);
    events.push(event);
  };
}

function evaluationOptions(request: EvalRequest, { data }: Knowledge): EvaluationOptions {
  const { input, timeoutMs, strictBuiltinErrors } = request;
  return {
    data,
    strictBuiltinErrors,
    ...(input !== undefined && { input }),
    ...(timeoutMs !== undefined && { limits: { deadlineMs: timeoutMs } }),
  };
}

/** Evaluates once more with a trace to know how the evaluation got to its error. */
function withFrames(error: unknown, request: EvalRequest, known: Knowledge): unknown {
  if (!(error instanceof RegoEvaluationError)) return error;
  try {
    const policy = compile(known.modules, { ...request.compile, trace: true });
    policy.prepareResults(request.query, request.place)(evaluationOptions(request, known));
    return error;
  } catch (again) {
    return again instanceof RegoEvaluationError ? again : error;
  }
}
