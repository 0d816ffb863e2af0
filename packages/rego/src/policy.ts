import { mockedInBody } from "./analyse/mocked-functions.ts";
import type { NameTable } from "./analyse/name-table.ts";
import { type Program, pathText } from "./analyse/program.ts";
import { Renamer } from "./analyse/rename.ts";
import { ErrorReport } from "./analyse/report.ts";
import { Scope, writtenName } from "./analyse/scope.ts";
import { visitExprVars } from "./analyse/variables.ts";
import { type Location, RegoLimitError } from "./errors.ts";
import { withOutput } from "./generate/calls.ts";
import { generateQuery } from "./generate/generate.ts";
import { ruleQuery } from "./rule-query.ts";
import { Context, type DocumentNode, type Evaluation } from "./runtime/context.ts";
import { instantiateQuery, type QueryFunction } from "./runtime/instantiate.ts";
import { Budget, type Limits } from "./runtime/limits.ts";
import type { Body, Module } from "./syntax/ast.ts";
import { parseQuery, type RegoVersion, throwAsCompileError } from "./syntax/parse-module.ts";
import { jsonText, toJson } from "./values/json.ts";
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

export type Policy = {
  /** Prepares and evaluates a query such as `data.example.deny`. */
  readonly evaluate: (query: string, options?: EvaluationOptions) => unknown;
  readonly prepare: (query: string) => PreparedQuery;
};

type CompiledRules = Pick<Evaluation, "rules" | "blankMemo">;

/** What the compiler leaves for evaluation. */
export type CompiledProgram = {
  readonly program: Program;
  readonly tree: DocumentNode;
  /** Of the first definition of each rule, by the index of its group. */
  readonly locations: readonly Location[];
  readonly names: NameTable;
  /** The rules' functions, in which calls to the given functions look for a replacement. */
  readonly rulesWith: (mocked: ReadonlySet<string>) => CompiledRules & { readonly mockable: ReadonlySet<string> };
  readonly version: RegoVersion;
  readonly maxErrors: number;
};

export function createPolicy(compiled: CompiledProgram): Policy {
  const { tree } = compiled;
  const prepared = new Map<string, PreparedQuery>();
  const prepare = (query: string): PreparedQuery => {
    const known = prepared.get(query);
    if (known !== undefined) return known;
    const created = prepareQuery(compiled, tree, query);
    if (prepared.size < 1000) prepared.set(query, created);
    return created;
  };
  return { prepare, evaluate: (query, options) => prepare(query).evaluate(options) };
}

const queryFile = "query";

function prepareQuery(compiled: CompiledProgram, tree: DocumentNode, source: string): PreparedQuery {
  const body = readQuery(compiled, source);
  const valueVariable = "result~value";
  const whole = wholeValue(
    body.map((expr) => withOutput(compiled.program, expr)),
    valueVariable,
  );
  const variables = namedVariables(whole);
  const report = new ErrorReport(compiled.maxErrors);
  const { rules, blankMemo, mockable } = compiled.rulesWith(mockedInBody(compiled.program, whole));
  const compileQuery = (): QueryFunction => {
    const code = generateQuery(compiled.program, whole, variables, mockable, report);
    report.throwIfAny();
    return instantiateQuery(code, tree, rules);
  };
  const query = ruleQuery(compiled.program, body, rules) ?? compileQuery();
  const start = (options: EvaluationOptions, found: (values: Value[]) => unknown): void =>
    run(compiled, { rules, blankMemo }, query, options, found);
  const shown = variables.filter((name) => name !== valueVariable);
  const solutions = (options: EvaluationOptions): Value[] => {
    const all: Value[] = [];
    start(options, (values) => {
      all.push(objectOf(shown.map((name) => [writtenName(name), values[variables.indexOf(name)] as Value])));
    });
    return all;
  };
  return {
    evaluate: (options = {}) => {
      let result: Value | undefined;
      start(options, (values) => {
        const at = variables.indexOf(valueVariable);
        result = at < 0 ? true : (values[at] as Value);
        return false;
      });
      return result === undefined ? undefined : json(result, options);
    },
    bindings: (options = {}) => solutions(options).map((bound) => json(bound, options) as Bindings),
    bindingsText: (options = {}) => solutions(options).map(jsonText),
  };
}

function json(value: Value, { limits }: EvaluationOptions): unknown {
  return toJson(value, limits?.resultBytes === undefined ? undefined : { bytes: limits.resultBytes });
}

function readQuery({ names, version, maxErrors }: CompiledProgram, source: string): Body {
  const report = new ErrorReport(maxErrors);
  const module: Module = {
    kind: "module",
    comments: [],
    path: [],
    imports: [],
    rules: [],
    regoVersion: version,
    loc: { file: queryFile, row: 1, col: 1 },
  };
  let parsed: Body;
  try {
    parsed = parseQuery(queryFile, source, version);
  } catch (error) {
    return throwAsCompileError(error);
  }
  const renamer = new Renamer({ module, names, report });
  const body = renamer.body(parsed, new Scope());
  renamer.reportUnused();
  report.throwIfAny();
  return body;
}

/** A query that is a single term is asked for the term's value. */
function wholeValue(body: Body, variable: string): Body {
  const [expr, ...rest] = body;
  if (expr === undefined || rest.length > 0 || expr.kind !== "term" || expr.negated) return body;
  return [{ ...expr, kind: "unify", left: { kind: "var", name: variable, loc: expr.loc }, right: expr.term }];
}

function namedVariables(body: Body): string[] {
  const names = new Set<string>();
  for (const expr of body) visitExprVars(expr, false, ({ name }) => !name.startsWith("$") && names.add(name));
  return [...names];
}

function run(
  { program, locations, tree }: CompiledProgram,
  rules: CompiledRules,
  query: QueryFunction,
  options: EvaluationOptions,
  found: (values: Value[]) => unknown,
): void {
  const nameOf = (index: number): string | undefined => {
    const group = program.groups[index];
    return group === undefined ? undefined : pathText(group.path);
  };
  const budget = new Budget(options.limits ?? {}, options.signal, nameOf);
  const evaluation: Evaluation = {
    budget,
    ...rules,
    tree,
    locations,
    conflictMessage: (index) => conflictMessage(program, index),
    strict: options.strictBuiltinErrors ?? false,
    builtinState: new Map(),
  };
  const documents = { input: options.input as Value | undefined, data: options.data as Value | undefined };
  const context = new Context({ evaluation, ...documents, mocks: new Map(), replaced: new Map() });
  try {
    query(context, found);
  } catch (error) {
    throw asPublicError(error, budget);
  }
}

/** The JavaScript stack is the last bound of nesting. */
function asPublicError(error: unknown, budget: Budget): unknown {
  if (error instanceof RangeError && error.message.includes("call stack")) {
    return new RegoLimitError("depth", budget.ruleName(), { cause: error });
  }
  return error;
}

function conflictMessage({ groups }: Program, index: number): string {
  const group = groups[index];
  if (group === undefined || group.kind === "document") return "object keys must be unique";
  const path = pathText(group.path);
  if (group.kind === "function") return `function ${path} produced conflicting values for the same inputs`;
  return `rule ${path} produced conflicting values`;
}
