import { mockedInBody } from "./analyse/mocked-functions.ts";
import type { NameTable } from "./analyse/name-table.ts";
import type { Program } from "./analyse/program.ts";
import { ErrorReport } from "./analyse/report.ts";
import type { CheckedProgram } from "./check/checked-program.ts";
import { type Classification, classify as classifyBody } from "./classify/classify.ts";
import { RuleDependences } from "./classify/rule-dependences.ts";
import { type ResultStream, resultStream } from "./classify/stream.ts";
import { withinEngineLimits } from "./engine-limits.ts";
import type { Location } from "./errors.ts";
import { generateQuery } from "./generate/generate.ts";
import { instantiateQuery, type QueryFunction } from "./instantiate.ts";
import { queryPlan } from "./query-plan.ts";
import { captureValues, type QueryResult, queryResult, withCaptureErrors } from "./query-results.ts";
import { type QueryPlace, queryFile, readQuery } from "./read-query.ts";
import { queriedRule, ruleQuery } from "./rule-query.ts";
import {
  type CompiledRules,
  type EvaluationOptions,
  type PreparedQuery,
  preparedQuery,
  type RunnableProgram,
  runQuery,
} from "./run-query.ts";
import type { Probe } from "./runtime/probes.ts";
import type { Body } from "./syntax/ast.ts";
import { parseQuery, type RegoVersion } from "./syntax/parse-module.ts";
import { Spans } from "./syntax/spans.ts";
import type { TestRule } from "./testing/tests.ts";

/** All definitions of a rule: the path of its value under `data`, and where the first of them is. A function has no value. */
export type RuleSummary = {
  readonly path: readonly string[];
  readonly location: Location;
  readonly isFunction: boolean;
};

export type Policy = {
  /** Prepares and evaluates a query such as `data.example.deny`. */
  readonly evaluate: (query: string, options?: EvaluationOptions) => unknown;
  readonly prepare: (query: string) => PreparedQuery;
  readonly rules: readonly RuleSummary[];
  /** Found with the compile option `tests`. */
  readonly tests: readonly TestRule[];
  /** What a traced policy reports on: its rules, and the queries prepared so far. */
  readonly probes: readonly Probe[];
  /** Prepares a query for all its solutions with the value of every expression, as `opa eval` reports them. */
  readonly prepareResults: (query: string, place?: QueryPlace) => (options?: EvaluationOptions) => QueryResult[];
  /** How the query's value depends on the list in `input`, worked out from the rules without evaluating them. */
  readonly classify: (query: string) => Classification;
  /**
   * Evaluates a query over a list that comes in batches: each alone where {@link classify} proves that this is the same,
   * all of them at the end otherwise. Limits are those of one evaluation; the time is the same for all batches.
   */
  readonly stream: (query: string, options?: Omit<EvaluationOptions, "input">) => ResultStream;
};

/** What the compiler leaves for evaluation. */
export type CompiledProgram = RunnableProgram & {
  readonly program: Program;
  readonly names: NameTable;
  /** What queries are checked against. */
  readonly checks: CheckedProgram | undefined;
  /** The rules' functions, in which calls to the given functions look for a replacement. */
  readonly rulesWith: (mocked: ReadonlySet<string>) => CompiledRules & { readonly mockable: ReadonlySet<string> };
  readonly version: RegoVersion;
  readonly maxErrors: number;
  readonly tests: readonly TestRule[];
};

const programs = new WeakMap<Policy, CompiledProgram>();

/** What a policy was compiled to. Undefined for an object that no `compile` made. */
export function programOf(policy: Policy): CompiledProgram | undefined {
  return programs.get(policy);
}

export function createPolicy(compiled: CompiledProgram): Policy {
  const prepared = new Map<string, PreparedQuery>();
  const prepare = (query: string): PreparedQuery => {
    const known = prepared.get(query);
    if (known !== undefined) return known;
    const created = withinEngineLimits(queryFile, () => prepareQuery(compiled, query));
    if (prepared.size < 1000) prepared.set(query, created);
    return created;
  };
  const dependences = new RuleDependences(compiled.program);
  const classify = (query: string): Classification => classifyBody(dependences, readQuery(compiled, query));
  const policy: Policy = {
    prepare,
    rules: compiled.program.groups.map(({ path, kind }, i) => ({
      path,
      location: compiled.locations[i] as Location,
      isFunction: kind === "function",
    })),
    tests: compiled.tests,
    probes: compiled.probes?.all ?? [],
    prepareResults: (query, place) => withinEngineLimits(queryFile, () => prepareResults(compiled, query, place)),
    evaluate: (query, options) => prepare(query).evaluate(options),
    classify,
    stream: (query, options) => resultStream(classify(query).class, prepare(query), options),
  };
  programs.set(policy, compiled);
  return policy;
}

function prepareQuery(compiled: CompiledProgram, source: string): PreparedQuery {
  const { body } = readBody(compiled, source);
  const { whole, variables } = queryPlan(compiled.program, body);
  const rules = compiled.rulesWith(mockedInBody(compiled.program, whole));
  const known = compiled.probes === undefined ? queriedRule(compiled.program, body) : undefined;
  const rule = known === undefined ? undefined : rules.rules[known];
  const query = rule === undefined ? compileQuery(compiled, whole, variables, rules) : ruleQuery(rule);
  return preparedQuery(variables, (options, found) => runQuery(compiled, rules, query, options, found));
}

function prepareResults(
  compiled: CompiledProgram,
  source: string,
  place: QueryPlace | undefined,
): ReturnType<Policy["prepareResults"]> {
  const { body, spans } = readCapturedBody(compiled, source, place);
  const captured = captureValues(compiled.program, body, spans);
  const rules = compiled.rulesWith(mockedInBody(compiled.program, captured.body));
  const query = compileQuery(compiled, captured.body, captured.variables, rules);
  return (options = {}) => {
    const all: QueryResult[] = [];
    runQuery(compiled, rules, query, options, (values) => {
      const result = queryResult(captured, values);
      if (result !== undefined) all.push(result);
    });
    return all;
  };
}

function readCapturedBody(...query: Parameters<typeof readBody>): ReturnType<typeof readBody> {
  try {
    return readBody(...query);
  } catch (error) {
    const [{ version }, source] = query;
    throw withCaptureErrors(error, () => parseQuery(queryFile, source, version));
  }
}

function readBody(compiled: CompiledProgram, source: string, place?: QueryPlace): { body: Body; spans: Spans } {
  const spans = new Spans(queryFile, source);
  compiled.probes?.addSource(queryFile, spans);
  return { body: readQuery({ ...compiled, spans }, source, place), spans };
}

function compileQuery(
  { program, tree, probes, maxErrors }: CompiledProgram,
  body: Body,
  variables: readonly string[],
  { rules, mockable }: ReturnType<CompiledProgram["rulesWith"]>,
): QueryFunction {
  const report = new ErrorReport(maxErrors);
  const code = generateQuery(program, body, variables, mockable, report, probes);
  report.throwIfAny();
  return instantiateQuery(code, { tree, builtins: program.builtins }, rules);
}
