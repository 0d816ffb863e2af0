import { allowing, compile, parseJson, parseValue, RegoEvaluationError } from "@sortie/rego";

/** One of OPA's conformance cases, as its repository writes them. */
export type ConformanceCase = {
  note: string;
  query: string;
  modules?: string[];
  data?: unknown;
  input?: unknown;
  input_term?: string;
  want_result?: Record<string, unknown>[];
  want_error_code?: string;
  want_error?: string;
  sort_bindings?: boolean;
  ignore_generated_vars?: boolean;
  strict_error?: boolean;
  env?: Record<string, string>;
};

/** Runs a case as OPA's own test does. Returns what is wrong, or undefined. */
export function runCase(test: ConformanceCase, version: "v0" | "v1"): string | undefined {
  let outcome: { solutions: string[] } | { code: string; message: string };
  try {
    outcome = { solutions: solutionsOf(test, version) };
  } catch (error) {
    if (!(error instanceof RegoEvaluationError)) return `${(error as Error).name}: ${(error as Error).message}`;
    outcome = error;
  }
  if ("solutions" in outcome) return compareSolutions(test, outcome.solutions);
  if (test.want_error_code === undefined && test.want_error === undefined) return `${outcome.code}: ${outcome.message}`;
  if (test.want_error_code !== undefined && outcome.code !== test.want_error_code) {
    return `wanted ${test.want_error_code}, got ${outcome.code}: ${outcome.message}`;
  }
  const at = "location" in outcome ? (outcome as RegoEvaluationError).location : undefined;
  const text = `${at === undefined ? "" : `${at.file}:${at.row}: `}${outcome.code}: ${outcome.message}`;
  if (test.want_error !== undefined && !text.includes(test.want_error))
    return `wanted "${test.want_error}", got "${text}"`;
  return undefined;
}

/** OPA allows its cases everything; none of them reaches another host. */
const capabilities = allowing(["http.send", "net.lookup_ip_addr", "opa.runtime"], "any");

function solutionsOf(test: ConformanceCase, version: "v0" | "v1"): string[] {
  const modules = (test.modules ?? []).map((source, i) => ({ name: `test-${i}.rego`, source }));
  const policy = compile(modules, { v0Compatible: version === "v0", capabilities });
  const input = test.input_term === undefined ? test.input : parseValue(test.input_term);
  return policy.prepare(test.query).bindingsText({
    ...(input === undefined ? {} : { input }),
    data: test.data ?? {},
    strictBuiltinErrors: test.strict_error ?? false,
  });
}

function compareSolutions(test: ConformanceCase, solutions: readonly string[]): string | undefined {
  if (test.want_result === undefined)
    return `wanted ${test.want_error_code ?? test.want_error}, got ${solutions.join(" ")}`;
  const got = canonical(
    solutions.map((text) => parseJson(text) as Record<string, unknown>),
    test,
  );
  const wanted = canonical(test.want_result, test);
  return got === wanted ? undefined : `wanted ${wanted}, got ${got}`;
}

function canonical(solutions: readonly Record<string, unknown>[], test: ConformanceCase): string {
  const lines = solutions.map((solution) => {
    const entries = Object.entries(solution).filter(
      ([name]) => test.ignore_generated_vars !== true || !name.startsWith("__localq"),
    );
    const sorted =
      test.sort_bindings !== true ? entries : entries.map(([name, value]) => [name, sortedList(value)] as const);
    return text(Object.fromEntries(sorted));
  });
  return [...new Set(lines)].toSorted().join(" ");
}

function sortedList(value: unknown): unknown {
  return Array.isArray(value) ? value.toSorted((a, b) => (text(a) < text(b) ? -1 : 1)) : value;
}

/** JSON with sorted keys; numbers are already in their cheapest exact form. */
function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(text).join(",")}]`;
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  if (Object.getPrototypeOf(value) !== Object.prototype) return (value as unknown as bigint).toString();
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${text(member)}`).join(",")}}`;
}
