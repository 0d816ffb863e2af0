import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";
import { RegoCompileError, RegoEvaluationError, RegoLimitError } from "./errors.ts";

/** Loose enough for any honest rule, tight enough for each of the rules here to end within a second. */
const limits = { steps: 200_000, deadlineMs: 20_000, resultBytes: 1_000_000 };

const aMillion = "numbers.range(1, 1000000)";
const numbers = Array.from({ length: 1000 }, (_, i) => i);
const manyKeys = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]));

function nested(depth: number, wrap: (inner: unknown) => unknown, leaf: unknown = 1): unknown {
  let value = leaf;
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
}
const deepArray = (leaf?: unknown) => nested(100_000, (inner) => [inner], leaf);
const deepObject = () => nested(100_000, (inner) => ({ a: inner }));

/** `x0`, and fifty rules each of which is made of two of the one before. */
function doubled(first: string, double: (name: string) => string, name = "x"): string {
  const rules = Array.from({ length: 50 }, (_, i) => `${name}${i + 1} := ${double(`${name}${i}`)}`);
  return [`${name}0 := ${first}`, ...rules].join("\n");
}
const arrays = (name = "x") => doubled("[1]", (inner) => `[${inner}, ${inner}]`, name);
const objects = (name = "x") => doubled(`{"a": 1}`, (inner) => `{"a": ${inner}, "b": ${inner}}`, name);

type Documents = { readonly input?: unknown; readonly data?: unknown };
type Case = readonly [what: string, rules: string, ends: string, documents?: Documents];

const graphRule = `p := count(graph.reachable_paths(g, {0}))
g[k] := numbers.range(0, 30) if some k in numbers.range(0, 30)`;

const depthCases: readonly Case[] = [
  ["comparing", "p if input == data.d", "depth", { input: deepArray(), data: { d: deepArray() } }],
  ["ordering", "p if input < data.d", "depth", { input: deepArray(), data: { d: deepArray(2) } }],
  ["hashing", "p := {input, data.d}", "depth", { input: deepArray(), data: { d: deepArray(2) } }],
  ["printing", `p := sprintf("%v", [input])`, "depth", { input: deepArray() }],
  ["writing JSON of", "p := json.marshal(input)", "depth", { input: deepArray() }],
  ["walking", "p := count([1 | walk(input, _)])", "depth|steps", { input: deepObject() }],
  ["returning", "p := input", "depth", { input: deepArray() }],
  ["returning an object with", "p := input", "depth", { input: deepObject() }],
  ["reading JSON of", "p := json.unmarshal(input)", "depth", { input: "[".repeat(100_000) + "]".repeat(100_000) }],
  ["calling functions to", callChain(8000), "depth"],
];

const growthCases: readonly Case[] = [
  ["an array returned", `${arrays()}\np := x50`, "result_size"],
  ["an object returned", `${objects()}\np := x50`, "result_size"],
  ["arrays compared", `${arrays()}\n${arrays("y")}\np if x50 == y50`, "steps"],
  ["arrays ordered", `${arrays()}\n${arrays("y")}\np if x50 < y50`, "steps"],
  ["an array printed", `${arrays()}\np := sprintf("%v", [x50])`, "steps"],
  ["an array as JSON", `${arrays()}\np := json.marshal(x50)`, "steps"],
  ["an array walked", `${arrays()}\np := count([1 | walk(x50, _)])`, "steps"],
  ["objects joined", `${objects()}\n${objects("y")}\np := count(object.union(x50, y50))`, "steps"],
  ["objects compared in part", `${objects()}\n${objects("y")}\np := object.subset(x50, y50)`, "steps"],
  ["text joined", `${doubled(`"0123456789"`, (x) => `concat("", [${x}, ${x}])`)}\np := x50`, "steps"],
  ["text formatted", `${doubled(`"0123456789"`, (x) => `sprintf("%s%s", [${x}, ${x}])`)}\np := x50`, "steps"],
  ["text replaced", `${doubled(`"aa"`, (x) => `replace(${x}, "a", "aa")`)}\np := x50`, "steps"],
  ["text in templates", `${doubled(`"0123456789"`, (x) => `$"{${x}}{${x}}"`)}\np := count(x50)`, "memory"],
  ["arrays joined", `${doubled("[1]", (x) => `array.concat(${x}, ${x})`)}\np := count(x50)`, "steps"],
];

const loopCases: readonly Case[] = [
  ["a product", "p := [1 | some a in input; some b in input; some c in input]", "steps", { input: numbers }],
  ["an endless range", "p := count(numbers.range(1, 1000000000000))", "steps"],
  ["every number of a range", `p if every x in numbers.range(1, 1000000000) { x > 0 }`, "steps"],
  [
    "a pattern tried on all of a long text",
    `p := count(regex.find_n("a*?", input, -1))`,
    "steps",
    { input: text("a") },
  ],
  ["a long text split", `p := count(split(input, ""))`, "steps", { input: text("a") }],
  ["a long text searched", `p := [1 | some i in ${aMillion}; indexof(input, "b") > i]`, "steps", { input: text("a") }],
  ["addresses of all networks", `p := count(net.cidr_expand("::/0"))`, "steps"],
  ["all ways through a graph", graphRule, "steps"],
  [
    "one object joined many times",
    `p := object.union_n([input | some i in ${aMillion}])`,
    "steps",
    { input: manyKeys },
  ],
  ["documents replaced", `p := [x | some i in ${aMillion}; x := q with input as i]\nq := input`, "steps"],
  [
    "sets made again",
    `p := [1 | some i in ${aMillion}; count(q | {i}) > 0]\nq := {x | some x in numbers.range(1, 9999)}`,
    "steps",
  ],
  ["a member looked for", `p := [1 | some i in ${aMillion}; -i in input]`, "steps", { input: numbers }],
];

/** Work on long texts that costs no steps to speak of ends at the deadline, in pieces or before a library begins. */
const longCases: readonly Case[] = [
  ["letters changed one by one", "p := upper(input)", "deadline", { input: text("ﬁ") }],
  ["letters trimmed", `p := trim_left(input, "a")`, "deadline", { input: text("a") }],
  ["spaces trimmed", "p := trim_space(input)", "deadline", { input: text(" ") }],
  ["many patterns replaced", `p := strings.replace_n({"b": "c", "ab": "d"}, input)`, "deadline", { input: text("a") }],
  ["escapes written", "p := urlquery.encode(input)", "deadline", { input: text("é") }],
  ["queries read", "p := urlquery.decode_object(input)", "deadline", { input: "a=1&".repeat(2_000_000) }],
  ["YAML read", "p := yaml.unmarshal(input)", "deadline", { input: "- a\n".repeat(1_000_000) }],
  ["GraphQL read", "p := graphql.parse_query(input)", "deadline", { input: `{ ${"a ".repeat(1_000_000)}}` }],
  ["a number of a million digits read", "p := to_number(input)", "deadline", { input: "9".repeat(1_000_000) }],
  ["a number of a million digits in JSON", "p := json.unmarshal(input)", "deadline", { input: "9".repeat(1_000_000) }],
  ["JSON that is none read", "p := json.unmarshal(input)", "deadline", { input: `[${"1,".repeat(4_000_000)}` }],
  ["JSON that is none looked at", "p := json.is_valid(input)", "deadline", { input: `[${"1,".repeat(4_000_000)}` }],
  ["JSON with fractions read", "p := json.unmarshal(input)", "deadline", { input: `[${"1.5,".repeat(60_000)}1]` }],
  ["queries with many names read", "p := count(urlquery.decode_object(input))", "deadline", { input: manyNames() }],
  ["a text split into characters", `p := count(split(input, ""))`, "deadline", { input: text("a") }],
  ["a text split", `p := count(split(input, "b"))`, "deadline", { input: "ab".repeat(4_000_000) }],
];

it.each(complete(longCases))("ends %s at the deadline", (_what, rules, _limit, documents) => {
  const policy = compile([{ name: "t.rego", source: `package t\n${rules}` }]);
  const run = () => policy.evaluate("data.t.p", { limits: { deadlineMs: 10 }, ...documents });
  expect(run).toThrow(expect.objectContaining({ name: "RegoLimitError", limit: "deadline" }));
});

it("refuses patterns that would take seconds to compile", () => {
  const policy = compile([{ name: "t.rego", source: "package t\np := regex.is_valid(input)" }]);
  expect(policy.evaluate("data.t.p", { input: text("a") })).toBe(false);
});

function manyNames(): string {
  return Array.from({ length: 1_000_000 }, (_, i) => `k${i}`).join("&");
}

function text(char: string): string {
  return char.repeat(10_000_000);
}

function callChain(length: number): string {
  const functions = Array.from({ length }, (_, i) => `f${i}(x) := f${i + 1}(x)`).join("\n");
  return `${functions}\nf${length}(x) := x\np := f0(1)`;
}

function complete(cases: readonly Case[]): [string, string, string, Documents][] {
  return cases.map(([what, rules, ends, documents = {}]) => [what, rules, ends, documents]);
}

function endsWith(rules: string, documents: Documents, limit: string): void {
  const policy = compile([{ name: "t.rego", source: `package t\n${rules}\nnext := 1` }]);
  const run = () => policy.evaluate("data.t.p", { limits, ...documents });
  expect(run).toThrow(RegoLimitError);
  expect(run).toThrow(expect.objectContaining({ limit: expect.stringMatching(`^(${limit})$`) }));
  expect(policy.evaluate("data.t.next", { limits })).toBe(1);
}

it.each(complete(depthCases))("bounds %s what is too deep", (_what, rules, limit, documents) => {
  endsWith(rules, documents, limit);
});

it.each(complete(growthCases))("bounds %s where each line doubles the one before", (_what, rules, limit, documents) => {
  endsWith(rules, documents, limit);
});

it.each(complete(loopCases))("bounds %s", (_what, rules, limit, documents) => {
  endsWith(rules, documents, limit);
});

it.each([
  ["^(a+)+$", `${"a".repeat(100_000)}!`],
  ["(x+x+)+y", "x".repeat(100_000)],
  ["(.*)*(.*)*(.*)*z", "x".repeat(1000)],
])("matches the pattern %s in linear time", (pattern, input) => {
  const policy = compile([{ name: "t", source: `package t\np := regex.match(\`${pattern}\`, input)` }]);
  expect(policy.evaluate("data.t.p", { input, limits })).toBe(false);
});

it("refuses numbers and shifts that would fill the memory", () => {
  const rules = `p := bits.lsh(1, 1000000000000)\nq := to_number("1e999999")\nr := json.unmarshal("1e-999999")`;
  expect(compile([{ name: "t", source: `package t\n${rules}` }]).evaluate("data.t", { limits })).toEqual({});
});

it("finds values by hash whatever their numbers are", () => {
  const rule = `p := count({[x] | some i in numbers.range(1, 20000); x := i * 4294967296})`;
  const policy = compile([{ name: "t", source: `package t\n${rule}` }]);
  expect(policy.evaluate("data.t.p", { limits })).toBe(20_000);
});

/** Sources of a size, each of which must compile or be refused; all of them in time that grows with the size. */
const sources: readonly (readonly [string, (size: number) => string])[] = [
  ["rules", (n) => lines(n, (i) => `r${i} := ${i}`)],
  ["rules that need each other in a chain", (n) => `${lines(n, (i) => `r${i} := r${i + 1}`)}\nr${n} := 1`],
  ["rules that need each other in a circle", (n) => lines(n, (i) => `r${i} := r${(i + 1) % n}`)],
  ["definitions of one rule", (n) => lines(n, (i) => `r if input.x == ${i}`)],
  ["lines of one body", (n) => `p if {\n${lines(n, (i) => `x${i} := input.a${i}\nx${i} > 1`)}\n}`],
  ["lines in reverse order", (n) => `p if {\n${lines(n, (i) => `x${n - i} = x${n - i - 1} + 1`)}\nx0 = 1\n}`],
  ["comprehensions in one body", (n) => `p if {\n${lines(n, (i) => `x${i} := [y | y := input.a${i}]\nx${i}`)}\n}`],
  ["loops within each other", (n) => `p if {\n${lines(n, (i) => `some x${i} in input.a${i}\nx${i}`)}\n}`],
  ["else branches", (n) => `p := 0 if input.x\n${lines(n, (i) => `else := ${i} if input.x == ${i}`)}`],
  ["terms of a sum", (n) => `p := ${lines(n, (i) => `input.a${i}`, " + ")}`],
  ["items of an array", (n) => `p := [${lines(n, (i) => `input.a${i}`, ", ")}]`],
  ["members of an object", (n) => `p := {${lines(n, (i) => `"k${i}": input.a${i}`, ", ")}}`],
  ["arrays unified", (n) => `p if [${lines(n, (i) => `x${i}`, ", ")}] = [${lines(n, (i) => `input.a${i}`, ", ")}]`],
  ["arguments", (n) => `f(${lines(n * 20, (i) => `x${i}`, ", ")}) := 1`],
  ["parts of a ref", (n) => `p := input${lines(n, (i) => `.a${i}`, "")}`],
  ["variables in a ref", (n) => `p if input${"[_]".repeat(n)}`],
  ["parts of a rule's name", (n) => `p${".a".repeat(n)} := 1`],
  ["brackets", (n) => `p := ${"[".repeat(n)}${"]".repeat(n)}`],
  ["brackets that do not close", (n) => `p := ${"{[(".repeat(n)}`],
  ["parentheses", (n) => `p := ${"(".repeat(n)}1${")".repeat(n)}`],
  ["calls", (n) => `p := ${"count(".repeat(n)}input${")".repeat(n)}`],
  ["comprehensions within each other", (n) => `p := ${"[x | x := ".repeat(n)}1${"]".repeat(n)}`],
  ["template strings within each other", (n) => `p := ${'$"{'.repeat(n)}1${'}"'.repeat(n)}`],
  ["negations", (n) => `import rego.v2\np if ${"not ".repeat(n)}input`],
  ["groups", (n) => `import rego.v2\np if ${"(not ".repeat(n)}input${")".repeat(n)}`],
  ["errors", (n) => lines(n, (i) => `r${i} := nothing${i}`)],
  ["comments about rules", (n) => lines(n, (i) => `# METADATA\n# title: a\nr${i} := 1`)],
];

function lines(count: number, line: (i: number) => string, separator = "\n"): string {
  return Array.from({ length: count }, (_, i) => line(i)).join(separator);
}

describe.each(sources)("%s", (_what, source) => {
  it("compile or are refused, however many there are", () => {
    const result = compileResult(`package t\n${source(1500)}`);
    expect(result === undefined || result instanceof RegoCompileError).toBe(true);
  });
});

function compileResult(source: string): unknown {
  try {
    compile([{ name: "t.rego", source }]);
    return undefined;
  } catch (error) {
    return error;
  }
}

it("takes names of hundreds of thousands of characters", () => {
  const name = "a".repeat(400_000);
  const policy = compile([{ name, source: `package t\n${name} := "${name}"` }]);
  expect(policy.evaluate(`data.t.${name}`)).toBe(name);
});

it("tells an error of the caller's documents from one of the policy", () => {
  const policy = compile([{ name: "t", source: "package t\np := object.get(input, `a`, 1)\np := 2" }]);
  expect(() => policy.evaluate("data.t.p", { input: {} })).toThrow(RegoEvaluationError);
});
