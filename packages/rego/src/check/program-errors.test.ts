import { expect, it } from "vitest";
import { errorsOf } from "../errors-of.ts";

// What OPA 1.22 answers, word for word.
it.each<[what: string, rules: string, errors: string[]]>([
  [
    "an inner declaration that hides an outer name",
    "p if { some x in input.xs; y := [x | some x in input.ys]; y == x; some x }",
    ["2:67 rego_compile_error var x declared above"],
  ],
  [
    "a declaration in a comprehension that its line needs outside",
    "p if { some x; y = [z | some x; z = x] }",
    [
      "2:8 rego_compile_error declared var x unused",
      "2:33 rego_unsafe_var_error var x is unsafe",
      "2:33 rego_unsafe_var_error var z is unsafe",
    ],
  ],
  [
    "a variable declared twice",
    "p if { some x in [1]; some x in [2]; x }",
    ["2:23 rego_compile_error var x declared above"],
  ],
  [
    "a variable declared and assigned",
    "p if { some x in [1]; x := 2 }",
    ["2:23 rego_compile_error var x declared above"],
  ],
  [
    "a variable in the brackets of what replaces a document for a declaration",
    "p if { x := 1; some y in data.ys with input as data.r[x]; y == x }",
    ["2:16 rego_compile_error var x assigned above"],
  ],
  [
    "nothing about a line that binds more once another is known",
    'p if { [{"name": v}, v.labels] = [input, {"name": x}]; input = v; x }',
    [],
  ],
  [
    "the second of two equal lines before what they need",
    "p if { x != 1; 1 == x; 1 == x; x = input.xs[_] }",
    ["2:24 rego_unsafe_var_error var x is unsafe"],
  ],
  [
    "the second of two equal lines with `with`, in a comprehension",
    "p := [1 | 1 == x with input.y as {x}; 1 == x with input.y as {x}; x = input.xs[_]]",
    ["2:39 rego_unsafe_var_error var x is unsafe"],
  ],
  ["nothing about equal lines after what they need", "p if { x = input.xs[_]; x != 1; x != 1 }", []],
  [
    "nothing about equal lines with wildcards of their own",
    "p if { x != 1; input.xs[_] == x; input.xs[_] == x; x = input.xs[_] }",
    [],
  ],
  ["an argument declared again", "f(x) if { x := 1 }", ["2:11 rego_compile_error arg x redeclared"]],
  ["a name used and then declared", "p if { input[x]; x := 1 }", ["2:18 rego_compile_error var x referenced above"]],
  [
    "an assignment in a negation",
    "p if not x := 1",
    ["2:6 rego_compile_error cannot assign vars inside negated expression"],
  ],
  ["an assignment to a ref", "p if input.x := 1", ["2:6 rego_compile_error cannot assign to ref"]],
  ["an assignment to a call", "p if count(x) := 1", ["2:6 rego_compile_error cannot assign to call"]],
  ["a declared name that is never used", "p if { some x; true }", ["2:8 rego_compile_error declared var x unused"]],
  ["a name that is bound by itself", "p if { some x in x }", ["2:8 rego_compile_error var x assigned before"]],
  [
    "a hidden function",
    "f(x) := x\np if { f := 1; count([f(2)]) == 1 }",
    ["3:23 rego_compile_error called function f shadowed"],
  ],
  ["an unbound variable in a head", "p[x] := 1", ["2:3 rego_unsafe_var_error var x is unsafe"]],
  ["an unbound variable in an else", "p := 1 if input.x else := y", ["2:27 rego_unsafe_var_error var y is unsafe"]],
  [
    "an unbound variable in a negation",
    "p if { not input.x[i]; input.y }",
    ["2:8 rego_unsafe_var_error var i is unsafe"],
  ],
  ["an unbound variable in a built-in", 'p if startswith(x, "a")', ["2:6 rego_unsafe_var_error var x is unsafe"]],
  [
    "an unbound variable through an assignment",
    "p if { x := y; z := x; y == z }",
    ["2:8 rego_unsafe_var_error var y is unsafe"],
  ],
  [
    "an unbound variable in a comprehension",
    "p := [x | y]",
    ["2:6 rego_unsafe_var_error var x is unsafe", "2:11 rego_unsafe_var_error var y is unsafe"],
  ],
  [
    "an unbound variable named like a keyword",
    "p if and == 1",
    ["2:6 rego_unsafe_var_error var and is unsafe (hint: `import future.keywords.and` to import a future keyword)"],
  ],
  [
    "variables that need each other",
    "p if { x = y + 1; y = x + 1 }",
    ["2:8 rego_unsafe_var_error var x is unsafe", "2:12 rego_unsafe_var_error var y is unsafe"],
  ],
  [
    "rules of two names on one line",
    "p if { x } q if { y }",
    ["2:8 rego_unsafe_var_error var x is unsafe in rule p", "2:19 rego_unsafe_var_error var y is unsafe in rule q"],
  ],
  ["a wildcard in a head", "p contains _", ["2:12 rego_unsafe_var_error var _ is unsafe"]],
  ["a rule that reads itself", "p if p", ["2:1 rego_recursion_error rule data.t.p is recursive: data.t.p -> data.t.p"]],
  [
    "a rule that reads itself in a set",
    "p contains x if x := p[_]",
    ["2:1 rego_recursion_error rule data.t.p is recursive: data.t.p -> data.t.p"],
  ],
  [
    "a rule that reads its package",
    "p if data.t",
    ["2:1 rego_recursion_error rule data.t.p is recursive: data.t.p -> data.t.p"],
  ],
  [
    "a rule that may read itself",
    "p if data.t[input.x]",
    [
      '2:1 rego_recursion_error rule data.t.p may be recursive: data.t.p -> data.t.p (data.t[input.x] refers to data.t.p if input.x is "p")',
    ],
  ],
  [
    "a rule that may read itself through a variable",
    "p if { some x in input.names; data.t[x] }",
    [
      '2:1 rego_recursion_error rule data.t.p may be recursive: data.t.p -> data.t.p (data.t[x] refers to data.t.p if x is "p" (x comes from input.names))',
    ],
  ],
  [
    "a rule that may read itself by a member",
    'p if { some x in ["p", "q"]; data.t[x] }\nq := 1',
    [
      '2:1 rego_recursion_error rule data.t.p may be recursive: data.t.p -> data.t.p (data.t[x] refers to data.t.p if x is "p" (x is one of ["p", "q"]))',
    ],
  ],
  ["a rule that cannot read itself by a member", 'p if { some x in ["q", "r"]; data.t[x] }\nq := 1\nr := 1', []],
  [
    "functions that call each other",
    "f(x) := g(x)\ng(x) := f(x)",
    [
      "2:1 rego_recursion_error rule data.t.f is recursive: data.t.f -> data.t.g -> data.t.f",
      "3:1 rego_recursion_error rule data.t.g is recursive: data.t.g -> data.t.f -> data.t.g",
    ],
  ],
  [
    "an argument with the name of a root document",
    "f(input) := 1",
    ["2:1 rego_compile_error args must not shadow input (use a different variable name)"],
  ],
  [
    "a rule with the name of a root document",
    "input := 1",
    ["2:1 rego_compile_error rules must not shadow input (use a different rule name)"],
  ],
  [
    "a variable with the name of a root document",
    "p if { input := 1; input == 1 }",
    ["2:8 rego_compile_error variables must not shadow input (use a different variable name)"],
  ],
  ["a call in an argument", "f(count(x)) := 1", ["2:3 rego_compile_error rule arguments cannot contain calls"]],
  [
    "two imports of a name",
    "import data.a.x\nimport data.b.x\np := x",
    ["3:1 rego_compile_error import must not shadow import data.a.x"],
  ],
  ["print as a value", "p := print(1)", ["2:6 rego_type_error print(1) used as value"]],
  [
    "a mix of kinds",
    "p contains 1\np := 2\nq[1] := 2\nq contains 3",
    [
      "2:1 rego_type_error conflicting rules data.t.p found",
      "5:1 rego_type_error rule data.t.q conflicts with:\n  rule data.t.q[1] at t.rego:4",
    ],
  ],
  ["functions of two arities", "f(x) := 1\nf(x, y) := 2", ["2:1 rego_type_error conflicting rules data.t.f found"]],
  [
    "three defaults",
    "default p := 1\ndefault p := 2\ndefault p := 3",
    ["1:1 rego_type_error multiple default rules data.t.p found at t.rego:2, t.rego:3, t.rego:4"],
  ],
  [
    "more errors than are reported",
    "p0 if x0\np1 if x1\np2 if x2\np3 if x3\np4 if x4\np5 if x5\np6 if x6\np7 if x7\np8 if x8\np9 if x9\np10 if x10\np11 if x11\np12 if x12\np13 if x13",
    [
      "2:7 rego_unsafe_var_error var x0 is unsafe",
      "3:7 rego_unsafe_var_error var x1 is unsafe",
      "4:7 rego_unsafe_var_error var x2 is unsafe",
      "5:7 rego_unsafe_var_error var x3 is unsafe",
      "6:7 rego_unsafe_var_error var x4 is unsafe",
      "7:7 rego_unsafe_var_error var x5 is unsafe",
      "8:7 rego_unsafe_var_error var x6 is unsafe",
      "9:7 rego_unsafe_var_error var x7 is unsafe",
      "10:7 rego_unsafe_var_error var x8 is unsafe",
      "11:7 rego_unsafe_var_error var x9 is unsafe",
      "0:0 rego_compile_error error limit reached",
    ],
  ],
])("says about %s what OPA says", (_what, rules, errors) => {
  expect(errorsOf(`package t\n${rules}`)).toEqual(errors);
});
