import { type Program, pathText } from "./analyse/program.ts";
import { type Location, RegoEvaluationError, RegoLimitError } from "./errors.ts";
import type { QueryFunction } from "./instantiate.ts";
import type { AllowNet } from "./runtime/allow-net.ts";
import { Context, type DocumentNode, type Evaluation, type Said } from "./runtime/context.ts";
import { asLimitError } from "./runtime/engine-errors.ts";
import type { Indexes } from "./runtime/indexes.ts";
import { Budget, type Limits } from "./runtime/limits.ts";
import type { Probes } from "./runtime/probes.ts";
import { type TraceEvent, Tracer } from "./runtime/tracer.ts";
import { writtenName } from "./syntax/scope.ts";
import { metered } from "./values/effort.ts";
import { jsonText, membersAsFound, sortedMembers, toJson } from "./values/json.ts";
import { objectOf } from "./values/objects.ts";
import type { Value } from "./values/value.ts";

/** What one evaluation sees and may use. `input` and `data` are plain JSON values; they are neither copied nor changed. */
export type EvaluationOptions = {
  readonly input?: unknown;
  readonly data?: unknown;
  /** Looked at every few thousand steps, since nothing else runs meanwhile. */
  readonly signal?: AbortSignal;
  readonly limits?: Limits;
  /** Built-in errors end the evaluation instead of making their expression undefined. */
  readonly strictBuiltinErrors?: boolean;
  /** What is known of where things are in lists, for many evaluations over the same documents. */
  readonly indexes?: Indexes;
  /** Sets become arrays in the order in which their members were found, which costs less than Rego's order. */
  readonly unsortedSets?: boolean;
  /** Receives what `print` calls print. Needs the compile option `print`. */
  readonly print?: Said;
  /** Receives what `trace` calls say. */
  readonly note?: Said;
  /** What `opa.runtime()` answers, a plain JSON object. Default: an empty one. Needs the capability. */
  readonly runtime?: unknown;
  /** Receives built-in errors that end no evaluation. */
  readonly builtinError?: (error: RegoEvaluationError) => void;
  /** Receives the path of each case of a test before it runs. Needs the compile option `tests`. */
  readonly testCase?: (path: readonly string[]) => void;
  /** Receives every step of the evaluation. Needs the compile option of the same name. */
  readonly trace?: (event: TraceEvent) => void;
};

/** One solution of a query: its variables by name, as JSON values. */
export type Bindings = { readonly [variable: string]: unknown };

/** A query compiled against a policy, to be evaluated any number of times. */
export type PreparedQuery = {
  /** The value of the query's only expression, or undefined where it has none. Sets are arrays in Rego's order. */
  readonly evaluate: (options?: EvaluationOptions) => unknown;
  /** All solutions, in the order OPA finds them. */
  readonly bindings: (options?: EvaluationOptions) => Bindings[];
  /** All solutions as JSON objects in text, which keeps numbers that a JavaScript number cannot hold. */
  readonly bindingsText: (options?: EvaluationOptions) => string[];
};

/** The variable that stands for the value of a query that is a single term. No policy can name it. */
export const valueVariable = "result~value";

/** What has to be known of a program to evaluate it. */
export type RunnableProgram = {
  readonly program: { readonly groups: readonly Pick<Program["groups"][number], "path" | "kind">[] };
  readonly tree: DocumentNode;
  /** Of the first definition of each rule, by the index of its group. */
  readonly locations: readonly Location[];
  readonly allowNet: AllowNet;
  /** Given where the policy is compiled to be traced. */
  readonly probes: Probes | undefined;
};

export type CompiledRules = Pick<Evaluation, "rules" | "blankMemo">;
/** Evaluates a query, calling back with the values of its variables for each solution until told to stop. */
type Start = (options: EvaluationOptions, found: (values: Value[]) => unknown) => void;

export function preparedQuery(variables: readonly string[], start: Start): PreparedQuery {
  const shown = variables.filter((name) => name !== valueVariable);
  const solution = (values: readonly Value[]): Value =>
    objectOf(shown.map((name) => [writtenName(name), values[variables.indexOf(name)] as Value]));
  // Results are converted while the evaluation's limits hold: a value of shared parts grows when it is written out.
  const solutions = <Result>(options: EvaluationOptions, convert: (value: Value) => Result): Result[] => {
    const all: Result[] = [];
    start(options, (values) => {
      all.push(convert(solution(values)));
    });
    return all;
  };
  return {
    evaluate: (options = {}) => {
      let result: unknown;
      start(options, (values) => {
        const at = variables.indexOf(valueVariable);
        result = at < 0 ? true : toJson(values[at] as Value, resultBudget(options), orderOf(options));
        return false;
      });
      return result;
    },
    bindings: (options = {}) => {
      const budget = resultBudget(options);
      return solutions(options, (value) => toJson(value, budget, orderOf(options)) as Bindings);
    },
    bindingsText: (options = {}) => {
      const budget = resultBudget(options);
      return solutions(options, (value) => spendText(jsonText(value), budget));
    },
  };
}

function spendText(text: string, budget: { bytes: number } | undefined): string {
  if (budget === undefined) return text;
  budget.bytes -= text.length;
  if (budget.bytes < 0) throw new RegoLimitError("result_size", undefined);
  return text;
}

function resultBudget({ limits }: EvaluationOptions): { bytes: number } | undefined {
  return limits?.resultBytes === undefined ? undefined : { bytes: limits.resultBytes };
}

function orderOf({ unsortedSets }: EvaluationOptions): typeof sortedMembers {
  return unsortedSets === true ? membersAsFound : sortedMembers;
}

export function runQuery(
  { program, locations, tree, allowNet, probes }: RunnableProgram,
  { rules, blankMemo }: CompiledRules,
  query: QueryFunction,
  options: EvaluationOptions & Partial<Pick<Evaluation, "builtinState">>,
  found: (values: Value[]) => unknown,
): void {
  const nameOf = (index: number): string | undefined => {
    const group = program.groups[index];
    return group === undefined ? undefined : pathText(group.path);
  };
  const budget = new Budget(options.limits ?? {}, options.signal, nameOf, options.indexes);
  const tracer = probes === undefined ? undefined : new Tracer(probes, options.trace ?? (() => {}));
  const evaluation: Evaluation = {
    budget,
    rules,
    blankMemo,
    tree,
    locations,
    conflictMessage: (index) => conflictMessage(program, index),
    strict: options.strictBuiltinErrors ?? false,
    tracer,
    print: options.print,
    note: noteFor(options, tracer),
    runtime: options.runtime,
    allowNet,
    testCase: options.testCase,
    builtinError: builtinErrorFor(options, tracer),
    builtinState: options.builtinState ?? new Map(),
  };
  const documents = { input: options.input as Value | undefined, data: options.data as Value | undefined };
  const context = new Context({ evaluation, ...documents, mocks: new Map(), replaced: new Map() });
  try {
    metered(
      (members) => budget.charge(Math.ceil(members / 64)),
      () => query(context, found),
    );
  } catch (error) {
    throw asPublicError(error, budget, tracer);
  }
}

function asPublicError(error: unknown, budget: Budget, tracer: Tracer | undefined): unknown {
  return error instanceof RegoEvaluationError ? withFrames(error, tracer) : asLimitError(error, budget.ruleName());
}

function withFrames(error: RegoEvaluationError, tracer: Tracer | undefined): RegoEvaluationError {
  if (tracer === undefined || error.frames.length > 0) return error;
  const { code, message, location, cause } = error;
  const [innermost, ...outer] = tracer.stack();
  // A call inside an expression, or in a rule's head, is a step of its own to OPA: it is there that a built-in fails.
  const isCall = code === "eval_builtin_error" || code === "eval_type_error";
  const top = isCall && location !== undefined ? { location } : {};
  const frames = innermost === undefined ? [] : [{ ...innermost, ...top }, ...outer];
  return new RegoEvaluationError(code, message, { location, cause, frames });
}

function builtinErrorFor({ builtinError }: EvaluationOptions, tracer: Tracer | undefined): Evaluation["builtinError"] {
  return builtinError === undefined ? undefined : (error) => builtinError(withFrames(error, tracer));
}

/** What `trace` says is a step of a traced evaluation, too. */
function noteFor({ note }: EvaluationOptions, tracer: Tracer | undefined): Said | undefined {
  if (tracer === undefined) return note;
  return (text, location) => {
    tracer.note(text);
    note?.(text, location);
  };
}

function conflictMessage({ groups }: RunnableProgram["program"], index: number): string {
  const group = groups[index];
  if (group === undefined || group.kind === "document") return "object keys must be unique";
  const path = pathText(group.path);
  if (group.kind === "function") return `function ${path} produced conflicting values for the same inputs`;
  return `rule ${path} produced conflicting values`;
}
