import { expect, it } from "vitest";
import { errorsOf } from "../errors-of.ts";

// What OPA 1.22 answers, word for word.
it.each<[what: string, rules: string, errors: string[]]>([
  [
    "what a comprehension inside another wants of a variable of both",
    'p := [[1 | startswith(v, "a"); v + 1 == 2] | some v in input]',
    ["2:32 rego_type_error plus: invalid argument(s)"],
  ],
  ["a sum of a number and a string", 'p := 1 + "a"', ["2:6 rego_type_error plus: invalid argument(s)"]],
  ["a wrong operand of a built-in", 'p := startswith(1, "a")', ["2:6 rego_type_error startswith: invalid argument(s)"]],
  [
    "a wrong operand of a built-in without a value",
    "p if startswith(input.x, 1)",
    ["2:6 rego_type_error startswith: invalid argument(s)"],
  ],
  [
    "a wrong operand that a variable holds",
    'p if { x := 1; startswith(x, "a") }',
    ["2:16 rego_type_error startswith: invalid argument(s)"],
  ],
  [
    "a member of a wrong type in a list",
    'p if { x := "a"; sum([1, x]) > 1 }',
    ["2:18 rego_type_error sum: invalid argument(s)"],
  ],
  ["an output of a wrong type", 'p if count([1], "a")', ["2:6 rego_type_error count: invalid argument(s)"]],
  ["too many operands", "p := count(1, 2, 3)", ["2:6 rego_type_error count: arity mismatch"]],
  ["too few operands", "p := count()", ["2:6 rego_type_error count: arity mismatch"]],
  ["equality of different types", 'p if 1 == "a"', ["2:6 rego_type_error match error"]],
  ["unification of different types", 'p if { x = 1; x = "a" }', ["2:15 rego_type_error match error"]],
  [
    "arrays of different lengths",
    "p if { [x, y] = [1, 2, 3] }",
    ["2:8 rego_unsafe_var_error var x is unsafe", "2:8 rego_unsafe_var_error var y is unsafe"],
  ],
  ["objects of different keys", 'p if { {"a": x} = {"b": 1} }', ["2:8 rego_unsafe_var_error var x is unsafe"]],
  ["a set and an array", "p if { {1} == [1] }", ["2:8 rego_type_error match error"]],
  ["a missing key of an object", 'p if { x := {"a": 1}; x.b }', ["2:23 rego_type_error undefined ref: x.b"]],
  [
    "a missing key of a nested object",
    'p if { x := {"a": {"b": 1}}; x.a.c == 1 }',
    ["2:30 rego_type_error undefined ref: x.a.c"],
  ],
  ["a key of a number", "p if { x := 1; x.y }", ["2:16 rego_type_error undefined ref: x.y"]],
  ["a key of a string", 'x := "s"\np := x.y', ["3:6 rego_type_error undefined ref: data.t.x.y"]],
  ["an index beyond an array", "p if { x := [1, 2]; x[2] }", ["2:21 rego_type_error undefined ref: x[2]"]],
  ["a text as an index", 'p := [1, 2]["a"]', ["2:6 rego_type_error undefined ref: [1, 2].a"]],
  ["a constant key of an empty object", "p := {}.a", ["2:6 rego_type_error undefined ref: {}.a"]],
  ["a missing member of a set", 'p := {1, 2}["a"]', ["2:6 rego_type_error undefined ref: {1, 2}.a"]],
  [
    "a variable as key of wrong type",
    'p if { k := "a"; [1, 2][k] }',
    ["2:18 rego_type_error undefined ref: [1, 2][k]"],
  ],
  ["a missing key of a rule", 'q := {"a": 1}\np := q.b', ["3:6 rego_type_error undefined ref: data.t.q.b"]],
  ["a missing rule in a package", "p := data.t.q.r\nq := 1", ["2:6 rego_type_error undefined ref: data.t.q.r"]],
  ["a key of a set rule", 'q contains 1\np if q["a"]', ["3:6 rego_type_error undefined ref: data.t.q.a"]],
  [
    "a key of an object rule",
    'q[k] := v if { some k, v in {"a": 1} }\np if q[1]',
    ["3:6 rego_type_error undefined ref: data.t.q[1]"],
  ],
  ["a value of a rule that does not fit", 'q := "a"\np := q + 1', ["3:6 rego_type_error plus: invalid argument(s)"]],
  [
    "a value that may be of two types",
    'q := 1 if input.x\nq := "a" if input.y\np := q + 1\nr := abs({q})',
    ["5:6 rego_type_error abs: invalid argument(s)"],
  ],
  [
    "an argument of a function of a wrong type",
    'f(x) := x + 1\np := f("a")',
    ["3:6 rego_type_error data.t.f: invalid argument(s)"],
  ],
  [
    "a value of a function of a wrong type",
    'f(x) := "a"\np := f(1) + 1',
    ["3:6 rego_type_error plus: invalid argument(s)"],
  ],
  [
    "a function used as a value",
    "f(x) := x\np := f",
    ["3:6 rego_type_error function data.t.f used as reference, not called"],
  ],
  [
    "a function used as a document",
    "f(x) := x\np := data.t.f.y",
    ["3:6 rego_type_error function data.t.f.y used as reference, not called"],
  ],
  [
    "an unknown function of another package",
    "p := data.other.f(1)",
    ["2:6 rego_type_error undefined function data.other.f"],
  ],
  [
    "a wrong number of arguments",
    "f(x) := x\np := f(1, 2, 3)",
    ["3:6 rego_type_error function data.t.f has arity 1, got 3 arguments"],
  ],
  ["a wrong number of operands", "p := concat(1)", ["2:6 rego_type_error concat: arity mismatch"]],
  [
    "a comprehension with a wrong operand",
    'p := [y | some x in ["a"]; y := x + 1]',
    ["2:33 rego_type_error plus: invalid argument(s)"],
  ],
  [
    "a comprehension used with a wrong operand",
    'p := sum([x | some x in ["a"]])',
    ["2:6 rego_type_error sum: invalid argument(s)"],
  ],
  [
    "an error in an inner comprehension",
    'p := {x | x := count([y | y := abs("a")])}',
    ["2:32 rego_type_error abs: invalid argument(s)"],
  ],
  ["a member that a collection cannot have", 'p if "a" in [1, 2]', ["2:6 rego_type_error match error"]],
  ["a key that a collection cannot have", 'p if "a", 1 in [1]', ["2:6 rego_type_error match error"]],
  [
    "some over members of a known type",
    'p if { some x in [1, 2]; startswith(x, "a") }',
    ["2:26 rego_type_error startswith: invalid argument(s)"],
  ],
  [
    "some over an object",
    'p if { some k, v in {"a": 1}; k > 1; v + 1 == 2; startswith(v, "x") }',
    ["2:50 rego_type_error startswith: invalid argument(s)"],
  ],
  ["every over members of a known type", "p if { every x in [1] { x.y } }", []],
  ["a negated comparison of different types", 'p if not 1 == "a"', ["2:6 rego_type_error match error"]],
  [
    "the type of a walk",
    "p if { walk(input, [path, value]); path + 1 == 2 }",
    ["2:36 rego_type_error plus: invalid argument(s)"],
  ],
  [
    "the type of numbers.range",
    'p if { some i in numbers.range(1, 2); startswith(i, "a") }',
    ["2:39 rego_type_error startswith: invalid argument(s)"],
  ],
  [
    "a replaced document",
    'q := {"a": 1}\np if q.b with data.t.q as {"b": 2}\nr if q.b with input as 1',
    ["4:6 rego_type_error undefined ref: data.t.q.b"],
  ],
  [
    "a rule that depends on a replaced document",
    'q := r.a\nr := {"a": 1}\np := x if x := q + 1 with data.t.r as {"a": "x"}\ns := lower(q)',
    ["5:6 rego_type_error lower: invalid argument(s)"],
  ],
  [
    "a replacement of a function with another arity",
    "f(x, y) := x\np := x if x := count([1]) with count as f",
    ["3:27 rego_type_error count: arity mismatch", "3:27 rego_type_error count: arity mismatch"],
  ],
  [
    "a replacement of a function with other types",
    'f(x) := x + 1\np := x if x := lower("A") with lower as f',
    ["3:27 rego_type_error lower: arity mismatch", "3:27 rego_type_error lower: arity mismatch"],
  ],
  [
    "a target that is nothing",
    "p if input.x with foo as 2",
    ["2:19 rego_type_error with keyword target must reference existing input, data, or a function"],
  ],
  [
    "a part of a rule as a target",
    'q := {"a": 1}\np if input.x with data.t.q.a as 2',
    ["3:19 rego_compile_error with keyword cannot partially replace virtual document(s)"],
  ],
  [
    "an operator as a target",
    "p if input.x with eq as 2",
    ['2:19 rego_compile_error with keyword replacing built-in function: replacement of "eq" invalid'],
  ],
  [
    "a relation as a target",
    "p if input.x with walk as 2",
    ["2:19 rego_compile_error with keyword replacing built-in function: target must not be a relation"],
  ],
  ["a template string", 'p := $"{1 + "a"}"', ["0:0 rego_type_error plus: invalid argument(s)"]],
  ["an undeclared variable in a template string", 'p := $"{x}"', ["2:6 rego_unsafe_var_error var x is unsafe"]],
  [
    "rules that lie in each other",
    "p := 1\np.q := 2",
    ["2:1 rego_type_error rule data.t.p conflicts with:\n  rule data.t.p.q at t.rego:3"],
  ],
  [
    "a function inside a rule with variables",
    "p[x] := x if x := input.x\np.f(y) := y",
    ["2:1 rego_type_error rule data.t.p[x] conflicts with:\n  rule data.t.p.f at t.rego:3"],
  ],
  [
    "an else with another type",
    'p := 1 if input.x else := "a" if input.y\nq := startswith(p, "b")\nr := abs(p)\ns := count(p)',
    [],
  ],
  [
    "a set of everything",
    "p contains x if { some x in input }\nq := p + 1",
    ["3:6 rego_type_error plus: invalid argument(s)"],
  ],
  [
    "what a rule with errors is used for",
    'p := 1 + "a"\nq := p.x.y\nr := p + 1',
    ["2:6 rego_type_error plus: invalid argument(s)"],
  ],
  ["data at a number", "p := data[1]", []],
  [
    "imports and their places",
    'import data.t.q as z\nq := {"a": 1}\np := z.b\nr := z.a',
    ["5:6 rego_type_error undefined ref: data.t.q.b"],
  ],
  [
    "an object with keys of different types",
    'p if { x := {1: "a", "b": 2}; startswith(x[1], "a"); x.b + 1 == 3; x.c }',
    ["2:68 rego_type_error undefined ref: x.c"],
  ],
  [
    "a deprecated built-in",
    "p := any([true])",
    ["2:6 rego_type_error deprecated built-in function calls in expression: any"],
  ],
])("says about %s what OPA says", (_what, rules, errors) => {
  expect(errorsOf(`package t\n${rules}`)).toEqual(errors);
});
