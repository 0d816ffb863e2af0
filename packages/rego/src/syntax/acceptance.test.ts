import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import { RegoCompileError } from "../errors.ts";

function firstError(source: string, v0Compatible = false): string | undefined {
  try {
    compile([{ name: "t.rego", source }], { v0Compatible });
  } catch (error) {
    if (!(error instanceof RegoCompileError)) throw error;
    const [{ location, message } = { location: { row: 0, col: 0 }, message: "" }] = error.errors;
    return `${location.row}:${location.col} ${message}`;
  }
  return undefined;
}

// The first of what OPA 1.22 answers.
it.each([
  ['package t\np := 1.parse("x")', "2:6 expected fraction"],
  ["package t\np := 1.", "2:6 expected fraction"],
  ["package t\np := 1[0]", "2:6 illegal ref (head cannot be number)"],
  ["package t\np := 1.5.x", "2:6 illegal ref (head cannot be number)"],
  ["package t\np := 1(2)", "2:6 illegal ref (head cannot be number)"],
  ['package t\np := "a".x', "2:6 illegal ref (head cannot be string)"],
  ['package t\np := "a"("b")', "2:6 illegal ref (head cannot be string)"],
  ["package t\np := `a`[0]", "2:6 illegal ref (head cannot be string)"],
  ["package t\np := (null).x", "2:7 illegal ref (head cannot be null)"],
  ['package t\np := $"a"[0]', "2:6 illegal ref (head cannot be templatestring)"],
])("refuses %j as OPA does", (source, error) => {
  expect(firstError(source)).toBe(error);
});

it.each(["true", "null.x", "a.true", "if", "data", "input.x"])(
  "takes %s as the name of a package as OPA does",
  (name) => {
    expect(firstError(`package ${name}\np := 1`)).toBeUndefined();
  },
);

it.each(["", "import rego.v1\n"])("refuses template strings in modules of version 0 (%j)", (imports) => {
  const row = imports === "" ? 2 : 3;
  const source = `package t\n${imports}p = $"a{1}"`;
  expect(firstError(source, true)).toBe(`${row}:5 template strings are not supported by current capabilities`);
  expect(firstError(source)).toBeUndefined();
});

it("reads a query of several expressions on one line", () => {
  expect(compile([]).prepare("x := 1 y := 2 x < y").bindings({})).toEqual([{ x: 1, y: 2 }]);
});
