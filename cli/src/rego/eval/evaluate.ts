import {
  Coverage,
  type CoverageReport,
  compile,
  type EvaluationOptions,
  type Policy,
  Profile,
  type ProfiledLine,
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
  /** Empty where none was asked for. */
  readonly profile: readonly ProfiledLine[];
  /** How long steps took, in nanoseconds by OPA's names for them. */
  readonly timers: Readonly<Record<string, number>>;
};

export type Knowledge = { readonly modules: readonly RegoModule[]; readonly data: Documents };
type Print = (text: string) => void;
type Observers = { readonly coverage: Coverage; readonly profiler: Profile; readonly events: TraceEvent[] };

/** Evaluates a query over policies and data. What policies print goes to `print` as it happens. */
export function evaluate(request: EvalRequest, known: Knowledge, print: Print): EvalOutput {
  const { query, explain, isCovered, profile, showBuiltinErrors } = request;
  const isTraced = explain !== "off" || isCovered || profile !== undefined || showBuiltinErrors;
  const events: TraceEvent[] = [];
  const builtinErrors: OutputError[] = [];
  const coverage = new Coverage();
  const profiler = new Profile();
  const timers = new Timers();
  let policy: Policy | undefined;
  const ended = (outcome: Partial<EvalOutput>): EvalOutput => ({
    results: [],
    errors: [],
    builtinErrors,
    events,
    timers: timers.all(),
    coverage: isCovered ? coverage.report(policy?.probes ?? []) : undefined,
    profile: profile === undefined ? [] : firstOf(profiler.report(profile.orders), profile.limit),
    ...outcome,
  });
  const options: EvaluationOptions = {
    ...evaluationOptions(request, known),
    print,
    ...(showBuiltinErrors && { builtinError: (error) => builtinErrors.push(...(outputErrors(error) ?? [])) }),
    ...(isTraced && { trace: observer(request, { coverage, profiler, events }) }),
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
    const errors = outputErrors(isTraced ? error : withFrames(error, request, known));
    if (errors === undefined) throw error;
    return ended({ errors });
  }
}

/** Events are kept where they are to be explained: there may be millions. */
function observer({ explain, profile, isCovered }: EvalRequest, into: Observers): (event: TraceEvent) => void {
  return (event) => {
    if (profile !== undefined) into.profiler.add(event);
    if (isCovered) into.coverage.add(event);
    if (explain !== "off") into.events.push(event);
  };
}

function firstOf<T>(all: readonly T[], limit: number): readonly T[] {
  return limit > 0 ? all.slice(0, limit) : all;
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
