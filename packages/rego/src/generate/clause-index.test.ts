import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import { serialise } from "../serialise/serialise.ts";

/** More definitions than are tried one by one. */
const many = Array.from({ length: 12 }, (_, i) => `k${i}`);
const each = (line: (name: string, i: number) => string): string => many.map(line).join("\n");

function policyOf(rules: string): ReturnType<typeof compile> {
  return compile([{ name: "t.rego", source: `package t\n${rules}` }]);
}

function isIndexed(rules: string): boolean {
  return serialise(policyOf(rules), { queries: ["data.t"] }).text.includes("switch (");
}

const shapes: readonly [shape: string, rules: string, answers: Readonly<Record<string, unknown>>][] = [
  ["a complete rule", each((name, i) => `r := ${i} if input.kind == "${name}"`), { k3: 3, other: undefined }],
  ["a partial set", each((name, i) => `r contains ${i} if input.kind == "${name}"`), { k3: [3], other: [] }],
  [
    "a partial object",
    each((name, i) => `r[x] := ${i} if { input.kind == "${name}"; x := input.kind }`),
    { k3: { k3: 3 } },
  ],
  [
    "arguments in heads",
    `r := f(input.kind)\n${each((name, i) => `f("${name}") := ${i}`)}`,
    { k3: 3, other: undefined },
  ],
  ["an argument's member", `r := f(input)\n${each((name, i) => `f(x) := ${i} if x.kind == "${name}"`)}`, { k3: 3 }],
  ["a name for a place", each((name, i) => `r := ${i} if { k := input.kind; k == "${name}" }`), { k3: 3 }],
  [
    "several values",
    each((name, i) => `r := ${i} if { k := input.kind; k in {"${name}", "not-${name}"} }`),
    { "not-k3": 3 },
  ],
  [
    "else branches",
    each((name, i) => `r := ${i} if { input.kind == "${name}"; input.no } else := -${i} if input.kind in ["${name}"]`),
    { k3: -3 },
  ],
  [
    "a default",
    `default r := "none"\n${each((name, i) => `r := ${i} if input.kind == "${name}"`)}`,
    { k3: 3, other: "none" },
  ],
  [
    "equal constants",
    `default r := false\n${each((name) => `r if input.kind == "${name}"`)}`,
    { k3: true, other: false },
  ],
  [
    "definitions for any value",
    `r contains "any" if input.kind\n${each((name) => `r contains "${name}" if input.kind == "${name}"`)}`,
    { k3: ["any", "k3"], other: ["any"] },
  ],
];

it.each(shapes)("chooses among the definitions of %s by one look-up", (_shape, rules, answers) => {
  expect(isIndexed(rules)).toBe(true);
  const query = policyOf(rules).prepare("data.t.r");
  for (const [kind, answer] of Object.entries(answers))
    expect(query.evaluate({ input: { kind } }), kind).toEqual(answer);
});

it.each<[what: string, input: unknown]>([
  ["a place that is not there", {}],
  ["an input that is no object", "k3"],
  ["no input", undefined],
  ["a composite value", { kind: ["k3"] }],
  ["an inherited name", { kind: { __proto__: { k3: 1 } } }],
])("takes the definitions for any value where there is %s", (_what, input) => {
  const rules = `r contains "any"\n${each((name) => `r contains "${name}" if input.kind == "${name}"`)}`;
  expect(policyOf(rules).evaluate("data.t.r", { input })).toEqual(["any"]);
});

it("tells numbers of any size, null and booleans apart", () => {
  const values = ["0", "1", "1.5", "12345678901234567890", "null", "true", "false", '"1"', "-1", "2", "3", "4"];
  const rules = values.map((value, i) => `f(${value}) := ${i}`).join("\n");
  expect(policyOf(`${rules}\nr := [f(x) | some x in [${values.join(", ")}]]`).evaluate("data.t.r")).toEqual(
    values.map((_, i) => i),
  );
});

it.each<[what: string, line: (i: number) => string]>([
  ["different values", (i) => `r contains ${i} if input.x == ${i}`],
  ["different places", (i) => `r contains ${i} if input.x${i} == ${i}`],
  ["many others for any value", (i) => `r contains ${i} if input.${i % 2 === 0 ? `x == ${i}` : `x${i}`}`],
])("writes code as long as the definitions of %s", (_what, line) => {
  const lengthOf = (count: number): number => {
    const rules = Array.from({ length: count }, (_, i) => line(i + 1000)).join("\n");
    return serialise(policyOf(rules), { queries: ["data.t"] }).text.length;
  };
  expect(lengthOf(1600)).toBeLessThan(5 * lengthOf(400));
});

it("tries every definition where the lists would be much longer than the rule", () => {
  const some = (others: number): string => Array.from({ length: others }, (_, i) => `r contains -${i + 1}`).join("\n");
  const rules = each((name, i) => `r contains ${i} if input.kind == "${name}"`);
  expect(isIndexed(`${rules}\n${some(5)}`)).toBe(true);
  const wide = Array.from({ length: 60 }, (_, i) => `r contains ${i} if input.kind == "k${i}"`).join("\n");
  expect(isIndexed(`${wide}\n${some(60)}`)).toBe(false);
  expect(policyOf(`${wide}\n${some(60)}`).evaluate("data.t.r", { input: { kind: "k3" } })).toHaveLength(61);
});

it("still finds that two definitions disagree", () => {
  const rules = `${each((name, i) => `r := ${i} if input.kind == "${name}"`)}\nr := "twice" if input.kind == "k3"`;
  const query = policyOf(rules).prepare("data.t.r");
  expect(query.evaluate({ input: { kind: "k2" } })).toBe(2);
  expect(() => query.evaluate({ input: { kind: "k3" } })).toThrow("rule data.t.r produced conflicting values");
});

it("sees what stands before an equality", () => {
  const rules = `c(1) := 1\nc(x) := 2 if x > 0\n${each((name, i) => `r := ${i} if { c(1) == 1; input.kind == "${name}" }`)}`;
  expect(() => policyOf(rules).evaluate("data.t.r", { input: { kind: "other" } })).toThrow("conflicting values");
});

it("looks at the input that a `with` gives", () => {
  const rules = `${each((name, i) => `r := ${i} if input.kind == "${name}"`)}\nreplaced := x if x := r with input.kind as "k5"`;
  expect(policyOf(rules).evaluate("data.t.replaced", { input: { kind: "k1" } })).toBe(5);
});

it("tries every definition where a `with` replaces equality itself", () => {
  const rules = `never(_, _) := false
${each((name) => `r contains "${name}" if input.kind == "${name}"`)}
replaced := x if x := r with equal as never`;
  expect(policyOf(rules).evaluate("data.t.replaced", { input: { kind: "k1" } })).toEqual([]);
});
