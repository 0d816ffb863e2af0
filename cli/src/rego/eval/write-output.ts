import {
  type CoverageReport,
  type ProfiledLine,
  printTrace,
  type QueryResult,
  type TraceEvent,
  withLineage,
} from "@sortie/rego";
import { durationText } from "../output/duration-text.ts";
import { errorsText } from "../output/errors.ts";
import { compactJson, goJson, indented, RawJson, sortedMembers } from "../output/json.ts";
import { table } from "../output/table.ts";
import type { formats } from "./eval-flags.ts";
import type { Explanation } from "./eval-request.ts";
import type { EvalOutput } from "./evaluate.ts";

export type Format = (typeof formats)[number];
type Shape = {
  readonly format: Format;
  readonly explain: Explanation;
  readonly variables: boolean;
  readonly metrics: boolean;
};
type Texts = { readonly stdout: string; readonly stderr: string };

/** The output in one of OPA's formats. Only JSON has errors on standard output. */
export function writeOutput(output: EvalOutput, shape: Shape): Texts {
  const errors = [...output.errors, ...output.builtinErrors];
  if (shape.format === "json" || shape.format === "discard") {
    return { stdout: goJson(jsonOutput(output, shape)), stderr: "" };
  }
  const isPretty = shape.format === "pretty";
  const before = isPretty ? explained(output.events, shape) : "";
  const after = isPretty ? measurements(output, shape) : "";
  if (errors.length > 0) return { stdout: before + after, stderr: errorsText(errors) };
  return { stdout: before + results(output.results, shape.format) + after, stderr: "" };
}

function measurements({ coverage, profile, timers }: EvalOutput, { metrics }: Shape): string {
  const rows = Object.entries(sortedMembers(timers)).map(([name, value]) => [name, String(value)]);
  const timing = metrics && rows.length > 0 ? table(["Metric", "Value"], rows) : "";
  return timing + profileTable(profile) + (coverage === undefined ? "" : coverageTable(coverage));
}

function jsonOutput(output: EvalOutput, { format, explain, metrics }: Shape): unknown {
  const { results, coverage } = output;
  const errors = [...output.errors, ...output.builtinErrors];
  const events = kept(output.events, explain);
  const shown = format === "discard" ? "discarded" : results.map(jsonResult);
  return {
    ...(errors.length > 0 && { errors: errors.map(({ json }) => json) }),
    ...(results.length > 0 && { result: shown }),
    ...(events.length > 0 && { explanation: events.map(jsonEvent) }),
    ...(metrics && { metrics: sortedMembers(output.timers) }),
    ...(output.profile.length > 0 && { profile: output.profile.map(jsonLine) }),
    ...(coverage !== undefined && { coverage: { ...coverage, files: sortedMembers(coverage.files) } }),
  };
}

function jsonResult({ expressions, bindings }: QueryResult): unknown {
  return {
    expressions: expressions.map(({ value, text, location: { row, col } }) => ({
      value: new RawJson(value),
      text,
      location: { row, col },
    })),
    ...(Object.keys(bindings).length > 0 && { bindings: rawMembers(bindings) }),
  };
}

function rawMembers(members: Readonly<Record<string, string>>): Record<string, RawJson> {
  return sortedMembers(Object.fromEntries(Object.entries(members).map(([name, text]) => [name, new RawJson(text)])));
}

function jsonEvent({ operation, probe, query, parent, message }: TraceEvent): unknown {
  return {
    Op: operation,
    Node: probe.text,
    Location: fileLocation(probe.location),
    QueryID: query,
    ParentID: parent,
    Message: message ?? "",
  };
}

function jsonLine({ timeNs, evaluations, repetitions, expressions, probe }: ProfiledLine): unknown {
  return {
    total_time_ns: timeNs,
    num_eval: evaluations,
    num_redo: repetitions,
    num_gen_expr: expressions,
    location: fileLocation(probe.location),
  };
}

/** Queries are in no file. */
function fileLocation({ file, row, col }: TraceEvent["probe"]["location"]): unknown {
  return { file: file === "query" ? "" : file, row, col };
}

function kept(events: readonly TraceEvent[], explain: Explanation): readonly TraceEvent[] {
  if (explain === "notes") return withLineage(events, ({ operation }) => operation === "Note");
  if (explain === "fails") return withLineage(events, ({ operation }) => operation === "Fail");
  return explain === "off" ? [] : events;
}

function explained(events: readonly TraceEvent[], { explain, variables }: Shape): string {
  return printTrace(kept(events, explain), { variables });
}

function coverageTable({ coverage }: CoverageReport): string {
  return table(undefined, [["Overall Coverage", coverage.toFixed(2)]]);
}

function profileTable(profile: readonly ProfiledLine[]): string {
  if (profile.length === 0) return "";
  const rows = profile.map(({ timeNs, evaluations, repetitions, expressions, probe }) => {
    const { file, row } = probe.location;
    const place = file === "query" ? probe.text : `${file}:${row}`;
    return [durationText(timeNs), String(evaluations), String(repetitions), String(expressions), place];
  });
  return table(["Time", "Num Eval", "Num Redo", "Num Gen Expr", "Location"], rows);
}

function results(all: readonly QueryResult[], format: Format): string {
  switch (format) {
    case "values":
      return all
        .map(({ expressions }) => `${indented(`[${expressions.map(({ value }) => value).join(",")}]`)}\n`)
        .join("");
    case "bindings":
      return all.map(({ bindings }) => `${indented(compactJson(rawMembers(bindings)))}\n`).join("");
    case "raw":
      return all.map(({ expressions }) => `${expressions.map(({ value }) => rawText(value)).join(" ")}\n`).join("");
    default:
      return prettyResults(all);
  }
}

/** Text without quotes, for scripts. */
function rawText(value: string): string {
  return value.startsWith('"') ? (JSON.parse(value) as string) : value;
}

function prettyResults(all: readonly QueryResult[]): string {
  const [first] = all;
  if (first === undefined) return "undefined\n";
  const [expression] = first.expressions;
  const isPlain = all.length === 1 && Object.keys(first.bindings).length === 0;
  const isOne = first.expressions.length === 1 || first.expressions.every(({ value }) => isTruth(value));
  if (isPlain && isOne && expression !== undefined) return `${indented(expression.value)}\n`;
  return resultTable(all, first);
}

/** A column for each expression that says something, and one for each variable. */
function resultTable(all: readonly QueryResult[], first: QueryResult): string {
  const names = Object.keys(sortedMembers(first.bindings));
  const shown = [...first.expressions.keys()].filter(
    (i) => names.length === 0 || !isTruth(first.expressions[i]?.value ?? ""),
  );
  const header = [...shown.map((i) => first.expressions[i]?.text ?? ""), ...names];
  const rows = all.map(({ expressions, bindings }) => [
    ...shown.map((i) => expressions[i]?.value ?? ""),
    ...names.map((name) => bindings[name] ?? ""),
  ]);
  return table(header, rows);
}

function isTruth(value: string): boolean {
  return value === "true" || value === "false";
}
