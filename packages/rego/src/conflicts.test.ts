import { expect, it } from "vitest";
import { compile } from "./compile.ts";
import { RegoEvaluationError } from "./errors.ts";

const input = { xs: [1, 2, 3] };

function conflictOf(rules: string, options: { readonly trace?: boolean } = {}): string {
  const policy = compile([{ name: "t.rego", source: `package t\n${rules}` }], options);
  try {
    policy.evaluate("data.t", { input });
  } catch (error) {
    if (!(error instanceof RegoEvaluationError)) throw error;
    return `${error.location?.row}:${error.location?.col} ${error.message}`;
  }
  return "none";
}

it.each([
  ["a rule", `p := 1\np := x if some x in input.xs`, "3:1 rule data.t.p produced conflicting values"],
  [
    "a function",
    `p := f(1)\nf(x) := x\n\nf(x) := y if some y in input.xs`,
    "5:1 function data.t.f produced conflicting values for the same inputs",
  ],
  ["a rule with keys", `p[x] := 1 if some x in input.xs\np[3] := 2`, "3:1 object keys must be unique"],
  ["a rule with scalar keys", `p[1].a := 1\np[1].a := 2`, "3:1 rule data.t.p[1].a produced conflicting values"],
  [
    "odd keys",
    'p["\\u200b\\"if"] := 1\np["\\u200b\\"if"] := 2',
    '3:1 rule data.t.p["\u200b"if"] produced conflicting values',
  ],
  ["a key that is a keyword", `p["if"] := 1\np["if"] := 2`, '3:1 rule data.t.p["if"] produced conflicting values'],
  [
    "keys with control characters",
    'p["\\u007f\\u200b"] := 1\np["\\u007f\\u200b"] := 2',
    '3:1 rule data.t.p["\\x7f\\u200b"] produced conflicting values',
  ],
  ["a comprehension", `p := {\n  "a": x | some x in input.xs\n}`, "3:3 object keys must be unique"],
])("says where definitions of %s disagree", (_, rules, expected) => {
  expect(conflictOf(rules)).toBe(expected);
});

it("shortens what is claimed, by characters", () => {
  const rules = `p := "${"𝒳".repeat(79)}y"\np := 1`;
  expect(conflictOf(rules, { trace: true })).toContain(`\n  "${"𝒳".repeat(79)}... at t.rego:2`);
});

it.each([
  ["p[1] := 3\np[x] := 2 if x := 1", 2],
  ["p[null] := 3\np[x] := 2 if some x in [null]\np[null] := 4", 2],
  ["p[x] := 2 if x := 1\np[1] := 3\np[y] := 4 if y := 1", 4],
  ["p.q[1.5] := 2 if input\np.q[x] := 4 if x := 1.5", 2],
  ["p[2][1] := 3\np[2][x] := 2 if x := 1\np[x][2] := 5 if x := 1", 2],
  ["p[{1}] := 2 if input\np[x] := 3 if x := {1}", 3],
])("tells a definition with a constant key after one whose key is computed: %s", (rules, row) => {
  expect(conflictOf(rules)).toBe(`${row}:1 object keys must be unique`);
});

it("meets the conflicts of a document in the order of its names", () => {
  expect(conflictOf("z if true\nz := false\na := 1\na := 2")).toBe("5:1 rule data.t.a produced conflicting values");
});

it.each([
  ["a rule", `p := 2 if input\np := x if some x in input.xs`, "rule data.t.p", ["2 at t.rego:2", "1 at t.rego:3"]],
  [
    "scalar keys",
    `p[1] := x if some x in input.xs\np[1] := 2`,
    "rule data.t.p[1]",
    ["1 at t.rego:2", "2 at t.rego:2", "2 at t.rego:3"],
  ],
])("lists of %s, traced, the first value of each definition that is not the first", (_, rules, name, values) => {
  const lines = values.map((value) => `\n  ${value}`).join("");
  expect(conflictOf(rules, { trace: true }).replace(/^\S+ /, "")).toBe(`${name} produced conflicting values:${lines}`);
});
