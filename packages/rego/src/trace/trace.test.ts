import { expect, it } from "vitest";
import { buildProgram } from "../analyse/build-program.ts";
import { nameTable } from "../analyse/name-table.ts";
import { ErrorReport } from "../analyse/report.ts";
import { defaultBuiltins } from "../capabilities/builtin-table.ts";
import { compile } from "../compile.ts";
import { RegoEvaluationError } from "../errors.ts";
import { generateProgram, generateQuery } from "../generate/generate.ts";
import type { TraceEvent } from "../runtime/tracer.ts";
import { parseModule } from "../syntax/parse-module.ts";
import { Coverage } from "./coverage.ts";
import { withLineage } from "./filter-trace.ts";
import { printTrace } from "./print-trace.ts";

const source = `package p

allow if {
	some x in input
	x > 1
	every y in [x] {
		y < 3
	}
	not odd(x)
}

odd(x) if x % 2 == 1

names := {n | n := input[_]}

twice := 1 if input

twice := 2 if input

default level := "low"
`;

function traced(query: string, input: unknown): { events: TraceEvent[]; results: unknown } {
  const events: TraceEvent[] = [];
  const policy = compile([{ name: "p.rego", source }], { trace: true });
  const results = policy.prepareResults(query)({ input, trace: (event) => events.push(event) });
  return { events, results };
}

it("reports what is entered, evaluated, failed and found again, in the shape of OPA's traces", () => {
  expect(printTrace(traced("data.p.allow", [1, 2]).events)).toBe(`query:1       Enter data.p.allow
query:1       | Eval data.p.allow
p.rego:3      | Enter data.p.allow
p.rego:4      | | Eval some x in input
p.rego:5      | | Eval x > 1
p.rego:5      | | Fail x > 1
p.rego:4      | | Redo some x in input
p.rego:5      | | Eval x > 1
p.rego:6      | | Eval every y in [x] { y < 3 }
p.rego:7      | | Enter y < 3
p.rego:7      | | | Eval y < 3
p.rego:7      | | | Exit y < 3
p.rego:9      | | Eval not odd(x)
p.rego:12     | | Enter data.p.odd
p.rego:12     | | | Eval x % 2 == 1
p.rego:12     | | | Fail x % 2 == 1
p.rego:3      | | Exit data.p.allow
query:1       | Exit data.p.allow
`);
});

it("knows the values of variables, and keeps what led to a failure", () => {
  const { events } = traced("data.p.allow", [3]);
  const fails = withLineage(events, ({ operation }) => operation === "Fail");
  const lines = printTrace(fails, { variables: true }).split("\n");
  expect(lines.map((line) => line.replaceAll(/ {2,}/g, "  "))).toEqual([
    "query:1  Enter data.p.allow  {}",
    "p.rego:3  | Enter data.p.allow  {}",
    "p.rego:7  | | Enter y < 3  {}",
    "p.rego:7  | | | Fail y < 3  {y: 3}",
    "p.rego:6  | | Fail every y in [x] { y < 3 }  {x: 3}",
    "query:1  | Fail data.p.allow  {}",
    "",
  ]);
});

it("finds the same as without a trace", () => {
  const plain = compile([{ name: "p.rego", source }]);
  for (const input of [[1, 2], [3], "text", undefined]) {
    for (const query of ["data.p.allow", "data.p.names", "data.p.level", "x = input[i]", "not data.p.allow"]) {
      expect(traced(query, input).results).toEqual(plain.prepareResults(query)({ input }));
    }
  }
});

it("says of a conflict all that is claimed and how the evaluation got there", () => {
  expect.assertions(2);
  try {
    traced("data.p.twice", {});
  } catch (error) {
    if (!(error instanceof RegoEvaluationError)) throw error;
    expect(error.message).toBe("rule data.p.twice produced conflicting values:\n  1 at p.rego:16\n  2 at p.rego:18");
    expect(error.frames.map(({ location, text }) => [location.row, text])).toEqual([
      [18, "input"],
      [1, "data.p.twice"],
    ]);
  }
});

it("counts lines that were looked at, and lines that were not", () => {
  const coverage = new Coverage();
  const policy = compile([{ name: "p.rego", source }], { trace: true });
  policy.evaluate("data.p.allow", { input: [1], trace: coverage.add });
  const { files, ...totals } = coverage.report(policy.probes);
  expect(totals).toEqual({ covered_lines: 2, not_covered_lines: 10, coverage: (100 * 2) / 12 });
  expect(files["p.rego"]?.covered?.map(({ start, end }) => [start.row, start.col, end.row, end.col])).toEqual([
    [4, 2, 4, 17],
    [5, 2, 5, 7],
  ]);
});

it("writes nothing of all this into code that is not traced", () => {
  const report = new ErrorReport(10);
  const modules = [parseModule("p.rego", source, 1)];
  const program = buildProgram(modules, nameTable(modules, { builtins: defaultBuiltins, print: false }), report);
  const code = generateProgram(program, new Set(), report) + generateQuery(program, [], [], new Set(), report);
  expect(code).not.toMatch(/\bT\.|tracer|claims/);
});
