import { orderBody } from "./analyse/order.ts";
import type { Program } from "./analyse/program.ts";
import { ErrorReport } from "./analyse/report.ts";
import { bodiesOf, partsOf, termsOf, visitExprVars } from "./analyse/variables.ts";
import { type CompileError, type Location, RegoCompileError } from "./errors.ts";
import { withOutput } from "./generate/calls.ts";
import type { Body, Expr, Term } from "./syntax/ast.ts";
import { writtenName } from "./syntax/scope.ts";
import type { Spans } from "./syntax/spans.ts";
import { jsonText } from "./values/json.ts";
import type { Value } from "./values/value.ts";

/** The value of one expression of a query, as JSON text, and its place in the query. */
export type ExpressionResult = { readonly value: string; readonly text: string; readonly location: Location };

/** One solution of a query as OPA reports it: what each expression is, and the variables by name as JSON text. */
export type QueryResult = {
  readonly expressions: readonly ExpressionResult[];
  readonly bindings: Readonly<Record<string, string>>;
};

type Shown = { readonly text: string; readonly location: Location; readonly variable: string | undefined };

/** A query whose expressions' values are captured in variables. */
export type Captured = {
  readonly body: Body;
  readonly shown: readonly Shown[];
  /** The variables of `body` that are reported or capture a value. */
  readonly variables: readonly string[];
  /** Whether an expression that is false has no solution: it does where it is the only one. */
  readonly mustHold: boolean;
};

/** Nobody can write it. */
const prefix = "$result";

/** Captures what expressions are: all that are terms. Unifications and statements hold or have no solution. */
export function captureValues(program: Program, body: Body, spans: Spans): Captured {
  const mustHold = body.length > 1 || body.some(iterates);
  const shown = new Map<Location, Shown>();
  const captured = body.map((expr, i) => {
    const plain = withOutput(program, expr);
    const variable = isCaptured(plain) ? `${prefix}${i}` : undefined;
    shown.set(expr.loc, { text: spans.of("expression", expr.loc)?.text ?? "", location: expr.loc, variable });
    if (plain.kind !== "term" || variable === undefined) return plain;
    const { loc, term, negated, withs } = plain;
    return { kind: "unify", left: { kind: "var", name: variable, loc }, right: term, negated, withs, loc } as const;
  });
  const ordered = orderBody(captured, new Map(), new ErrorReport(Number.POSITIVE_INFINITY)) ?? captured;
  const inOrder = ordered.flatMap(({ loc }) => shown.get(loc) ?? []);
  const variables = new Set<string>();
  for (const expr of captured) visitExprVars(expr, false, ({ name }) => isReported(name) && variables.add(name));
  return { body: captured, variables: [...variables], shown: [...new Set(inOrder)], mustHold };
}

/**
 * OPA captures an expression's value in a variable of its own, and reports that as unsafe, too, where the expression is.
 * `written`: the query as it is parsed.
 */
export function withCaptureErrors(error: unknown, written: () => Body): unknown {
  if (!(error instanceof RegoCompileError)) return error;
  if (!error.errors.some(({ code }) => code === "rego_unsafe_var_error")) return error;
  const captured = new Set(
    written()
      .filter(isCaptured)
      .map(({ loc }) => `${loc.row}:${loc.col}`),
  );
  const errors = error.errors.flatMap((each): CompileError[] => {
    const { row, col } = each.location;
    const isFirst = each.code === "rego_unsafe_var_error" && captured.delete(`${row}:${col}`);
    return isFirst ? [{ ...each, message: "var _ is unsafe" }, each] : [each];
  });
  return new RegoCompileError(errors);
}

function isCaptured({ kind, negated }: Expr): boolean {
  return kind === "term" && !negated;
}

function isReported(name: string): boolean {
  return !name.startsWith("$") || name.startsWith(prefix);
}

/** The result of one solution; undefined where an expression that must hold is false. */
export function queryResult(
  { shown, variables, mustHold }: Captured,
  values: readonly Value[],
): QueryResult | undefined {
  const boundTo = (variable: string): Value => values[variables.indexOf(variable)] as Value;
  const found = shown.map(({ variable }) => (variable === undefined ? true : boundTo(variable)));
  if (mustHold && found.includes(false)) return undefined;
  const expressions = shown.map(({ text, location }, i) => ({ value: jsonText(found[i] as Value), text, location }));
  const named = variables
    .filter((name) => !name.startsWith(prefix))
    .map((name) => [writtenName(name), jsonText(boundTo(name))] as const);
  return { expressions, bindings: Object.fromEntries(named) };
}

/** Whether a ref of the expression ranges over a collection, those in comprehensions left out. */
function iterates(expr: Expr): boolean {
  return termsOf(expr).some(ranges) || bodiesOf(expr).some((body) => body.some(iterates));
}

function ranges(term: Term): boolean {
  if ("body" in term) return false;
  if (term.kind === "ref" && term.path.some(({ kind }) => kind === "var")) return true;
  if (term.kind === "call" && term.callee.kind === "builtin" && term.callee.name === "walk") return true;
  return partsOf(term).some(ranges);
}
