import { expect, it } from "vitest";
import { compile } from "./compile.ts";

/** The value of `data.test` of a module with the given rules. */
function evaluate(rules: string, input: unknown = {}, data: unknown = {}): unknown {
  return compile([{ name: "test.rego", source: `package test\n${rules}` }]).evaluate("data.test", { input, data });
}

it.each<[promise: string, rules: string, value: unknown]>([
  ["takes the first else whose body holds", `p := 1 if false else := 2 if true else := 3`, { p: 2 }],
  ["falls back to a default", `default p := 7\np := 1 if input.missing`, { p: 7 }],
  ["leaves out a rule without a value", `p := 1 if input.missing\nq := 2`, { q: 2 }],
  [
    "collects a set in Rego's order",
    `p contains x if some x in ["b", 2, "a", null, [1], 1]`,
    { p: [null, 1, 2, "a", "b", [1]] },
  ],
  ["builds an object from its keys", `p[k] := v if some k, v in ["x", "y"]`, { p: { "0": "x", "1": "y" } }],
  [
    "builds nested objects from ref heads",
    `p.a[x].b := x if some x in ["k"]\np.a.z := 1`,
    { p: { a: { k: { b: "k" }, z: 1 } } },
  ],
  [
    "builds sets under variable keys",
    `p[k] contains v if some [k, v] in [["a", 1], ["a", 2], ["b", 1]]`,
    { p: { a: [1, 2], b: [1] } },
  ],
  ["holds every over an empty domain", `p if every x in [] { x == 1 }`, { p: true }],
  ["breaks every at one member", `p if every x in [1, 2] { x == 1 }`, {}],
  ["unifies arrays both ways", `p := [x, y] if [x, 2] = [1, y]`, { p: [1, 2] }],
  [
    "leaves with values out of negations",
    `p if not input.x with data.y as input.z\nq if not input.x with data.y as 1`,
    { q: true },
  ],
  ["binds the values of with first", `p := y if {\n y := input[x] with input.a as x\n x = ["a"][_]\n}`, { p: "a" }],
  ["takes calls out of negated unifications", `p if not to_number("c") = 1\nq if not input.x = 1`, { q: true }],
  ["unifies objects", `p := x if {"a": x, "b": 2} = {"b": 2, "a": 1}`, { p: 1 }],
  ["orders lines so that variables are bound", `p := x if {\n x > y\n y = 1\n x = 2\n}`, { p: 2 }],
  ["shadows in comprehensions", `p := [x | x := [1, 2][_]] if { x := 5; x == 5 }`, { p: [1, 2] }],
  ["keeps keys of any type apart", `p := {1: "n", "1": "s", [1]: "a"}["1"]`, { p: "s" }],
  [
    "takes the last value of a key that is written twice",
    `p := {s[0]: input.missing, s[0]: 1} if s := ["k"]\nq := {[1, {2, 3}]: input.missing, 4: 5, [1, {3, 2}]: 6}`,
    { p: { k: 1 }, q: { "4": 5, "[1,[2,3]]": 6 } },
  ],
  ["has sets of sets", `p if {{1}, {2}} == {{2}, {1}}`, { p: true }],
  ["adds decimals exactly", `p := 0.1 + 0.2`, { p: 0.3 }],
  ["compares integers beyond 2^53", `p if 9007199254740993 > 9007199254740992`, { p: true }],
  ["reads template strings", 'p := $"a{1 + 1}b{input.missing}"', { p: "a2b<undefined>" }],
  ["calls functions by pattern", `f([x, _]) := x\nf({"k": x}) := x\np := [f([1, 2]), f({"k": 3})]`, { p: [1, 3] }],
  ["ignores print", `p := 1 if print("x", input.missing)`, { p: 1 }],
  ["binds what a comprehension reads before it compares", "p if {\n  x = {y | some y in x}\n  x = {1}\n}", { p: true }],
  ["knows or and and where they are imported", `import future.keywords\np if input.x or 1 == 1 and true`, { p: true }],
])("%s", (_promise, rules, value) => {
  expect(evaluate(rules)).toEqual(value);
});

it("evaluates what OPA takes out of a negation before the negation", () => {
  const rules = `absent if not input.x\ncompared if not input.x == 1\ncalled if not startswith(input.x, "a")`;
  expect(evaluate(rules)).toEqual({ absent: true, compared: true });
});

it("walks input, rules and base documents through variables in refs", () => {
  const rules = `names contains n if n := input.items[_].metadata.name
at[i] := x if x := data.base.list[i].v
both contains [k, v] if v := data.test2[k]`;
  const input = { items: [{ metadata: { name: "b" } }, { metadata: { name: "a" } }, {}] };
  const data = { base: { list: [{ v: 1 }, {}, { v: 3 }] }, test2: { x: 1 } };
  expect(evaluate(rules, input, data)).toEqual({ names: ["a", "b"], at: { "0": 1, "2": 3 }, both: [["x", 1]] });
});

it("replaces input, data and functions for one line", () => {
  const rules = `n := count(input.xs)
two := x if x := n with input.xs as [1, 2]
fixed := x if x := n with count as 42
mine(x) := concat("-", x)
joined := x if x := n with count as mine with input.xs as ["a", "b"]
base := x if x := data.base.k with data.base as {"k": 9}`;
  expect(evaluate(rules, { xs: [] })).toEqual({ n: 0, two: 2, fixed: 42, joined: "a-b", base: 9 });
});

it("gives all solutions of a query with their variables", () => {
  const policy = compile([{ name: "t", source: `package t\np contains x if some x in [1, 2]` }]);
  expect(policy.prepare("x := data.t.p[_]; y := x * 2").bindings()).toEqual([
    { x: 1, y: 2 },
    { x: 2, y: 4 },
  ]);
  expect(policy.evaluate("data.t.p[2]")).toBe(2);
  expect(policy.evaluate("data.t.p[3]")).toBeUndefined();
});

it("reads version 0 of the language where asked to", () => {
  const source = `package t\ndeny[msg] { msg := input.names[_]; startswith(msg, "a") }\np = x { x := 1 }`;
  const policy = compile([{ name: "t", source }], { v0Compatible: true });
  expect(policy.evaluate("data.t", { input: { names: ["a1", "b"] } })).toEqual({ deny: ["a1"], p: 1 });
});

it("resolves imports and aliases across packages", () => {
  const policy = compile([
    { name: "a", source: `package a\nimport data.lib.text as t\nimport input.user\np := t.shout(user.name)` },
    { name: "b", source: `package lib.text\nshout(x) := upper(x)` },
  ]);
  expect(policy.evaluate("data.a.p", { input: { user: { name: "ann" } } })).toBe("ANN");
});

it("returns the caller's own objects and changes none", () => {
  const pod = Object.freeze({ kind: "Pod", spec: Object.freeze({ containers: Object.freeze([]) }) });
  const input = Object.freeze([pod]);
  const result = evaluate(`deny contains {"object": wl} if some wl in input`, input) as { deny: [{ object: unknown }] };
  expect(result.deny[0].object).toBe(pod);
});

it("takes keys of an object that are names of one rule for one key", () => {
  const source = `package t
import data.t as tt
import data.t.r as aa
r := "k"
ref_last := {data.t.r: 1, r: input.nope}
undefined_last := {r: 1, data.t.r: input.nope}
all := {tt.r: 1, data.t.r: 2, r: 3, aa: 4}
names := {r: 1, aa: 2}
parts := {[r]: 1, [data.t.r]: 2}
variable(x) := {x: 1, r: 2}
joined := variable("k")`;
  expect(compile([{ name: "t", source }]).evaluate("data.t")).toEqual({
    r: "k",
    ref_last: { k: 1 },
    all: { k: 1 },
    names: { k: 1 },
    parts: { '["k"]': 2 },
    joined: { k: 2 },
  });
});
