import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import type { EvaluationOptions } from "../run-query.ts";

function linesOf(body: string, options: EvaluationOptions = {}, print = true): string[] {
  const lines: string[] = [];
  const source = `package t\np if {\n  ${body}\n}`;
  compile([{ name: "t.rego", source }], { print }).evaluate("data.t.p", {
    ...options,
    print: (text, { row }) => lines.push(`${row}: ${text}`),
  });
  return lines;
}

it.each<[body: string, lines: string[]]>([
  [`print("a", 1, true, null)`, ["3: a 1 true null"]],
  [`print(input.missing, "b")`, ["3: <undefined> b"]],
  [`print({"k": [1, {"x"}]}, ["s"])`, [`3: {"k": [1, {"x"}]} ["s"]`]],
  [`print([1, 2][_], {"x", "y"}[_])`, ["3: 1 x", "3: 1 y", "3: 2 x", "3: 2 y"]],
  [`x := "late"; print(x)`, ["3: late"]],
  [`print(1 / 0)`, ["3: <undefined>"]],
  [`print()`, ["3: "]],
  [`false; print("never")`, []],
  [`some x in [2, 3, 1]; print(x); x == 1`, ["3: 2", "3: 3", "3: 1"]],
])("prints for %s", (body, lines) => {
  expect(linesOf(body)).toEqual(lines);
});

it("leaves print calls out where printing is off", () => {
  expect(linesOf(`print("a")`, {}, false)).toEqual([]);
});

it("prints from a query", () => {
  const lines: string[] = [];
  compile([], { print: true }).evaluate(`print("q", input)`, { input: 1, print: (text) => lines.push(text) });
  expect(lines).toEqual(["q 1"]);
});

it("hands the notes of trace to whoever listens", () => {
  const notes: string[] = [];
  const policy = compile([{ name: "t.rego", source: `package t\np if trace("here")` }]);
  policy.evaluate("data.t.p", { note: (text, { file, row }) => notes.push(`${file}:${row}: ${text}`) });
  expect(notes).toEqual(["t.rego:2: here"]);
  expect(policy.evaluate("data.t.p")).toBe(true);
});

it("reports built-in errors that end nothing", () => {
  const errors: string[] = [];
  const policy = compile([{ name: "t.rego", source: `package t\np := 1 / input` }]);
  policy.evaluate("data.t.p", { input: 0, builtinError: ({ message }) => errors.push(message) });
  expect(errors).toEqual(["div: divide by zero"]);
});
