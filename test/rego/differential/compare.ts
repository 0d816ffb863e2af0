import { compile, parseJson, RegoCompileError, RegoEvaluationError } from "@sortie/rego";
import { type Program, programText } from "./generate-program.ts";
import type { OpaRequest, OpaResponse } from "./opa-process.ts";

export type Case = { readonly program: Program; readonly input: unknown; readonly data: unknown };
type Ask = (request: OpaRequest) => Promise<string>;

/** What both say to one case, as text: the value of the package, or the codes of the errors. */
export type Answers = { readonly ours: string; readonly theirs: string };

const query = "x := data.test";

export async function answersTo(test: Case, ask: Ask): Promise<Answers> {
  return { ours: ourAnswer(test), theirs: await theirAnswer(test, ask) };
}

/**
 * Some cases say nothing. OPA infers types and rejects programs in which they cannot fit, whatever the input. Its own
 * internal errors are no answer. And where one line of a body fails and another ends the evaluation with a conflict, it is a matter of the order in
 * which they are looked at: OPA's rule index looks at plain refs first.
 */
export function isComparable({ ours, theirs }: Answers): boolean {
  const conflicts = [ours, theirs].filter((answer) => answer === "error: eval_conflict_error");
  return !/rego_type_error|eval_internal_error/.test(theirs) && conflicts.length !== 1;
}

function ourAnswer({ program, input, data }: Case): string {
  try {
    const policy = compile([{ name: "test.rego", source: programText(program) }]);
    return policy.prepare(query).bindingsText({ input, data }).map(canonical).join(" ");
  } catch (error) {
    if (error instanceof RegoCompileError) return codes(error.errors);
    if (error instanceof RegoEvaluationError) return codes([error]);
    return `crash: ${(error as Error).stack}`;
  }
}

async function theirAnswer({ program, input, data }: Case, ask: Ask): Promise<string> {
  const text = await ask({ modules: { "test.rego": programText(program) }, query, input, data });
  const { bindings = [], errors } = JSON.parse(text) as OpaResponse;
  if (errors !== undefined) return codes(errors);
  return bindings.length === 0
    ? ""
    : canonical(JSON.stringify((parseJson(text) as { bindings: unknown[] }).bindings[0]));
}

function codes(errors: readonly { readonly code: string }[]): string {
  return `error: ${[...new Set(errors.map(({ code }) => code))].toSorted().join(", ")}`;
}

function canonical(text: string): string {
  return JSON.stringify(sorted(JSON.parse(text)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

/** Leaves out rules as long as both still disagree, so that what is left shows why. */
export async function shrink(test: Case, ask: Ask): Promise<Case> {
  for (const rule of test.program.rules) {
    const smaller = { ...test, program: { rules: test.program.rules.filter((other) => other !== rule) } };
    const answers = await answersTo(smaller, ask);
    if (isComparable(answers) && answers.ours !== answers.theirs) return shrink(smaller, ask);
  }
  return test;
}
