import { expect, it } from "vitest";
import { compile } from "./compile.ts";
import { errorsOf } from "./errors-of.ts";

it.each<[problem: string, source: string, errors: string[]]>([
  ["a body without if", "package t\np { true }", ["2:1 rego_parse_error `if` keyword is required before rule body"]],
  [
    "a set without contains",
    'package t\np["a"]',
    ["2:1 rego_parse_error `contains` keyword is required for partial set rules"],
  ],
  [
    "a place behind characters beyond the basic plane",
    'package t\np := ["😀", foo(1)]',
    ["2:12 rego_type_error undefined function foo"],
  ],
  ["a name alone", "package t\np", ["2:1 rego_parse_error var cannot be used for rule name"]],
  ["an unsafe variable", "package t\np if x == 1", ["2:6 rego_unsafe_var_error var x is unsafe"]],
  ["an unsafe variable in a head", "package t\np contains x if true", ["2:12 rego_unsafe_var_error var x is unsafe"]],
  ["an unsafe negation", "package t\np if not input.x[i]", ["2:6 rego_unsafe_var_error var i is unsafe"]],
  ["an unknown function", "package t\np := foo(1)", ["2:6 rego_type_error undefined function foo"]],
  ["a wrong number of arguments", "package t\np := count(1, 2)", ["2:6 rego_type_error count: arity mismatch"]],
  [
    "a second default",
    "package t\ndefault p := 1\ndefault p := 2",
    ["1:1 rego_type_error multiple default rules data.t.p found at t.rego:2, t.rego:3"],
  ],
  [
    "a set that is also a value",
    "package t\np contains 1\np := 2",
    ["2:1 rego_type_error conflicting rules data.t.p found"],
  ],
  ["a variable assigned twice", "package t\np if { x := 1; x := 2 }", ["2:16 rego_compile_error var x assigned above"]],
  [
    "a variable used before its declaration",
    "package t\np if { x > 0; x := 2 }",
    ["2:15 rego_compile_error var x referenced above"],
  ],
  [
    "a declaration for nothing",
    "package t\np if { some x; input.y }",
    ["2:8 rego_compile_error declared var x unused"],
  ],
])("reports %s where it is", (_problem, source, errors) => {
  expect(errorsOf(source)).toEqual(errors);
});

it("names the way a recursive rule comes back to itself", () => {
  expect(errorsOf("package t\np := q\nq := p")).toEqual([
    "2:1 rego_recursion_error rule data.t.p is recursive: data.t.p -> data.t.q -> data.t.p",
    "3:1 rego_recursion_error rule data.t.q is recursive: data.t.q -> data.t.p -> data.t.q",
  ]);
});

it.each([
  ["", "empty module"],
  ["p := 1", "package expected"],
  ["package t\np := [1, 2", 'expected "," or "]"'],
  ['package t\np := "a', "non-terminated string"],
  ["package t\np := 01", "leading zero"],
  ["package t\np if every x in [] { }", "found empty body"],
  ["package t\np contains x if some x in [1] else := 2", "else keyword cannot be used on multi-value rules"],
])("stops reading %j where it goes wrong", (source, message) => {
  const [first] = errorsOf(source);
  expect(first).toContain(message);
  expect(first).toContain("rego_parse_error");
});

it("reports at most as many errors as asked for, and that there may be more", () => {
  const source = `package t\n${Array.from({ length: 20 }, (_, i) => `p${i} if x${i} == 1`).join("\n")}`;
  expect(() => compile([{ name: "t", source }], { maxErrors: 3 })).toThrow(
    expect.objectContaining({ errors: expect.objectContaining({ length: 4 }) }),
  );
  expect(() => compile([{ name: "t", source }], { maxErrors: 3 })).toThrow("rego_compile_error: error limit reached");
});
