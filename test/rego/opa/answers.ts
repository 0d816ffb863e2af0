import {
  type CustomBuiltins,
  compile,
  parseJson,
  RegoCompileError,
  RegoEvaluationError,
  type RegoModule,
} from "@sortie/rego";
import { canonical } from "./canonical.ts";
import type { OpaRequest, OpaResponse, Problem } from "./opa-process.ts";

/** A policy, and queries that are each asked with every input; without inputs once, without one. */
export type Question = {
  readonly modules: readonly RegoModule[];
  readonly queries: readonly string[];
  readonly inputs?: readonly unknown[];
  readonly data?: unknown;
  readonly v0?: boolean;
  readonly strictErrors?: boolean;
  /** The driver knows those of scanners. */
  readonly builtins?: CustomBuiltins;
};

/** All solutions of a query as text, or the codes of the errors; `problems` are the errors themselves. */
export type Answer = { readonly text: string; readonly problems?: readonly Problem[] };

export function requestOf({ modules, queries, inputs, data, v0, strictErrors }: Question): OpaRequest {
  return {
    modules: Object.fromEntries(modules.map(({ name, source }) => [name, source])),
    queries,
    ...(inputs === undefined ? {} : { inputs }),
    ...(data === undefined ? {} : { data }),
    ...(v0 === undefined ? {} : { v0 }),
    ...(strictErrors === undefined ? {} : { strictErrors }),
  };
}

/** An answer to each query and input: the queries of the first input first. Without a policy they are all the same. */
export function ourAnswers(question: Question): Answer[] {
  const { modules, queries, inputs = [undefined], v0 = false, builtins = {} } = question;
  try {
    const policy = compile(modules, { v0Compatible: v0, builtins });
    // OPA says which values are in conflict: here a traced policy knows.
    const traced = (query: string) => compile(modules, { v0Compatible: v0, builtins, trace: true }).prepare(query);
    const data = question.data === undefined ? {} : parseJson(JSON.stringify(question.data));
    return inputs.flatMap((input) => {
      const options = {
        ...(input === undefined ? {} : { input: parseJson(JSON.stringify(input)) }),
        data,
        strictBuiltinErrors: question.strictErrors ?? false,
      };
      return queries.map((query) => {
        const answer = answerOf(() => policy.prepare(query).bindingsText(options));
        return isConflict(answer) ? tracedConflict(answer, () => traced(query).bindingsText(options)) : answer;
      });
    });
  } catch (error) {
    const answer = answerOf(() => {
      throw error;
    });
    return inputs.flatMap(() => queries.map(() => answer));
  }
}

function isConflict({ problems = [] }: Answer): boolean {
  return problems.some(({ code }) => code === "eval_conflict_error");
}

/** The same conflict with all values that are claimed. */
function tracedConflict(plain: Answer, evaluate: () => string[]): Answer {
  const traced = answerOf(evaluate);
  const [first = "", second = ""] = [plain, traced].map(({ problems }) => problems?.[0]?.message);
  return second.split(":\n")[0] === first ? traced : { text: `traced: ${traced.text}, and not: ${plain.text}` };
}

function answerOf(evaluate: () => string[]): Answer {
  try {
    return { text: evaluate().join(" ") };
  } catch (error) {
    if (error instanceof RegoCompileError) {
      return problemsAnswer(error.errors.map(({ code, message, location }) => ({ code, message, ...location })));
    }
    if (error instanceof RegoEvaluationError) {
      return problemsAnswer([{ code: error.code, message: error.message, ...error.location }]);
    }
    return { text: `crash: ${(error as Error).stack}` };
  }
}

/** What a line of the driver answers, in the same order. */
export function theirAnswers(line: string, { queries, inputs = [undefined] }: Question): Answer[] {
  const { errors, answers = [] } = JSON.parse(line) as OpaResponse;
  if (errors !== undefined) return inputs.flatMap(() => queries.map(() => problemsAnswer(errors)));
  return answers.map(({ solutions = [], errors: found }) =>
    found === undefined ? { text: solutions.join(" ") } : problemsAnswer(found),
  );
}

function problemsAnswer(problems: readonly Problem[]): Answer {
  const texts = new Set(problems.map(problemText));
  return { text: `error: ${[...texts].toSorted().join(", ")}`, problems };
}

/** Errors are compared with their places and messages; which way a recursion takes is OPA's chance. */
function problemText({ code, message, row = 0, col = 0 }: Problem): string {
  if (code === "rego_parse_error") return code;
  if (code.startsWith("eval_")) return `${code} ${row}:${col} ${comparableMessage(message)}`;
  // A ref that is not there is reported at one of the calls beside it, by the order OPA gives the members of sets.
  if (message.startsWith("undefined ref")) return `${code} ${message}`;
  return code === "rego_recursion_error" ? `${code} ${row}:${col}` : `${code} ${row}:${col} ${message}`;
}

/** Words of libraries of OPA's, which others than it would not find: of them only that there are some is compared. */
const wordsOfLibraries = [
  /^(graphql\.\w+: ).*/s,
  /^(yaml\.\w+: ).*/s,
  /^(glob\.match: ).*/s,
  /^(regex\.\w+: error parsing regexp: ).*/s,
  /^(uri\.parse: parse ).*/s,
  /^(urlquery\.\w+: invalid URL escape ).*/s,
  /^(strings\.render_template: ).*/s,
  /^(json\.(?:match|verify)_schema: ).*/s,
  /^(io\.jwt\.encode_sign\w*: )(?:jwk\.Parse|failed to parse a JWK key).*/s,
  /^(io\.jwt\.\w+: failed to parse a JWK key \(set\)).*/s,
];

/** OPA says once more what is claimed where a function is called for its own argument. */
function comparableMessage(whole: string): string {
  const message = whole.split(":\n").slice(0, 2).join(":\n");
  return wordsOfLibraries.reduce((text, words) => text.replace(words, "$1…"), message);
}

/** Numbers may be written differently. */
export function isSame(ours: Answer, theirs: Answer): boolean {
  if (ours.text === theirs.text) return true;
  if (!ours.text.startsWith("{") || !theirs.text.startsWith("{")) return false;
  return canonical(ours.text) === canonical(theirs.text);
}
