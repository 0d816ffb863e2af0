import { expect, it } from "vitest";
import { errorsOf } from "../errors-of.ts";

// What OPA 1.22 answers, word for word.
it.each<[what: string, rules: string, errors: string[]]>([
  ["an assigned variable without a use", "p if { x := 1 }", ["2:8 rego_compile_error assigned var x unused"]],
  ["an assigned variable in a comprehension", "p := [1 | x := 2]", ["2:11 rego_compile_error assigned var x unused"]],
  [
    "a pattern of which a part is not used",
    "p := x if { [x, y] := [1, 2] }",
    ["2:13 rego_compile_error assigned var y unused"],
  ],
  [
    "an argument without a use",
    "f(x, y) := x",
    ["2:1 rego_compile_error unused argument y. (hint: use _ (wildcard variable) instead)"],
  ],
  ["an argument that only an else uses", "f(x) := 1 if input.a else := x", []],
  ["an argument without a name", "f(_) := 1", []],
  [
    "an import without a use",
    "import data.a\nimport data.b as c\nimport input.d\nimport rego.v1\np := c",
    ["2:1 rego_compile_error import data.a unused", "4:1 rego_compile_error import input.d unused"],
  ],
  [
    "imports that hide each other",
    "import data.a.x\nimport data.b.x\np := x",
    ["3:1 rego_compile_error import must not shadow import data.a.x"],
  ],
  [
    "names of root documents",
    "data := 1\nf(x) if { input := x; input == 1 }",
    [
      "2:1 rego_compile_error rules must not shadow data (use a different rule name)",
      "3:11 rego_compile_error assigned var input unused",
      "3:11 rego_compile_error variables must not shadow input (use a different variable name)",
    ],
  ],
  [
    "a deprecated built-in",
    "p if any([true])",
    ["2:6 rego_type_error deprecated built-in function calls in expression: any"],
  ],
  [
    "a deprecated built-in in a comprehension",
    'p := [x | some x in ["a"]; re_match("a", x)]',
    ["2:28 rego_type_error deprecated built-in function calls in expression: re_match"],
  ],
  [
    "unused beside other errors",
    "p if { x := 1; y }",
    ["2:8 rego_compile_error assigned var x unused", "2:16 rego_unsafe_var_error var y is unsafe"],
  ],
  ["every without a use", "p if { every x in [1] { true } }", ["2:25 rego_compile_error declared var x unused"]],
])("says about %s what OPA says", (_what, rules, errors) => {
  expect(errorsOf(`package t\n${rules}`, { strict: true })).toEqual(errors);
});
