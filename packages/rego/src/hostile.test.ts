import { expect, it } from "vitest";
import { compile } from "./compile.ts";
import { RegoEvaluationError, RegoLimitError } from "./errors.ts";

function policyOf(rules: string) {
  return compile([{ name: "t.rego", source: `package t\n${rules}` }]);
}

const names = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "length",
  "size",
  "get",
  "valueOf",
];

it.each(names)("sees nothing of JavaScript behind the key %s", (name) => {
  const rules = `byInput := input["${name}"]
byArray := input.list["${name}"]
bySet := {x | some x in input.list}["${name}"]
byString := input.text["${name}"]
byVariable := input[k] if k := "${name}"
byWalk contains p if walk(input, [p, _])`;
  expect(policyOf(rules).evaluate("data.t", { input: { text: "abc", list: [] } })).toEqual({
    byWalk: [[], ["list"], ["text"]],
  });
});

it.each(names)("has an own member called %s", (name) => {
  const input = JSON.parse(`{"${name}": {"x": 1}}`) as unknown;
  const rules = `p := input["${name}"].x\nq := {"${name}": 2}\nr["${name}"] := 3\ns := object.union(input, q)["${name}"]`;
  const result = policyOf(rules).evaluate("data.t", { input }) as Record<string, Record<string, unknown>>;
  expect(result.p).toBe(1);
  expect(Object.hasOwn(result.q as object, name)).toBe(true);
  expect(Object.entries(result.r as object)).toEqual([[name, 3]]);
  expect(result.s).toBe(2);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

it.each([
  ["line separators", "a\u2028b\u2029c"],
  ["a template's end", "`\u0024{globalThis}`"],
  ["quotes and escapes", `"'\\`],
  ["a comment's end", "*/ // <!--"],
  ["control characters", "\u0000\u0007\u001f"],
])("takes %s as text", (_what, text) => {
  const literal = JSON.stringify(text);
  const policy = policyOf(`p := ${literal}\nq[${literal}] := input[${literal}]\nr if input[${literal}] == ${literal}`);
  expect(policy.evaluate("data.t", { input: { [text]: text } })).toEqual({ p: text, q: { [text]: text }, r: true });
});

it("reads a lone surrogate as the sign for what is unreadable", () => {
  const policy = policyOf('p := "a\\ud800"\nr if json.unmarshal(`"a\\ud800"`) == p');
  expect(policy.evaluate("data.t")).toEqual({ p: "a\ufffd", r: true });
});

it.each(["globalThis", "process", "arguments", "eval", "library", "c", "S", "tree", "rules", "unset", "equal"])(
  "takes the variable %s for its own",
  (name) => {
    expect(policyOf(`p := ${name} if ${name} := 1`).evaluate("data.t.p")).toBe(1);
    expect(() => policyOf(`p := ${name}`)).toThrow("is unsafe");
  },
);

it("ends a policy that runs for too many steps, and names its rule", () => {
  const policy = policyOf(`p := count([1 | some a in input; some b in input; some c in input; some d in input])`);
  const input = Array.from({ length: 100 }, (_, i) => i);
  const run = () => policy.evaluate("data.t.p", { input, limits: { steps: 100_000 } });
  expect(run).toThrow(RegoLimitError);
  expect(run).toThrow(expect.objectContaining({ limit: "steps", rule: "data.t.p" }));
});

it("ends a policy at its deadline", () => {
  const policy = policyOf(`p := count([1 | some a in input; some b in input; some c in input; some d in input])`);
  const input = Array.from({ length: 200 }, (_, i) => i);
  expect(() => policy.evaluate("data.t.p", { input, limits: { deadlineMs: 5 } })).toThrow(
    expect.objectContaining({ limit: "deadline" }),
  );
});

it("ends a policy when its caller has gone", () => {
  const policy = policyOf(`p := count(numbers.range(1, 100000))`);
  const run = () => policy.evaluate("data.t.p", { signal: AbortSignal.abort() });
  expect(run).toThrow(RegoEvaluationError);
  expect(run).toThrow(expect.objectContaining({ code: "eval_cancel_error" }));
});

it("refuses a result that is too large", () => {
  const policy = policyOf(`p := [x | some x in input]`);
  const input = Array.from({ length: 1000 }, () => "0123456789");
  const run = () => policy.evaluate("data.t.p", { input, limits: { resultBytes: 1000 } });
  expect(run).toThrow(expect.objectContaining({ limit: "result_size" }));
});

it("charges strings that double by their size", () => {
  const doubling = Array.from({ length: 40 }, (_, i) => `s${i + 1} := concat("", [s${i}, s${i}])`).join("\n");
  const policy = policyOf(`s0 := "0123456789"\n${doubling}`);
  expect(() => policy.evaluate("data.t.s40", { limits: { steps: 1_000_000 } })).toThrow(
    expect.objectContaining({ limit: "steps", rule: expect.stringMatching(/^data\.t\.s2\d$/) }),
  );
});

it("bounds the nesting of documents and of rules", () => {
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  const run = () =>
    policyOf(`p if input == input2\ninput2 := json.unmarshal(json.marshal(input))`).evaluate("data.t.p", {
      input: deep,
    });
  expect(run).toThrow(expect.objectContaining({ limit: "depth" }));
  const chain = Array.from({ length: 50 }, (_, i) => `r${i} := r${i + 1}`).join("\n");
  expect(() => policyOf(`${chain}\nr50 := 1`).evaluate("data.t.r0", { limits: { depth: 20 } })).toThrow(
    expect.objectContaining({ limit: "depth" }),
  );
});

it("matches a pattern that would take others forever in linear time", () => {
  const policy = policyOf(`p if regex.match("^(a+)+$", input)`);
  expect(policy.evaluate("data.t.p", { input: `${"a".repeat(5000)}!` })).toBeUndefined();
});

it("reads no policy that is nested without end", () => {
  const source = `package t\np := ${"[".repeat(10_000)}${"]".repeat(10_000)}`;
  expect(() => compile([{ name: "t", source }])).toThrow("max parsing recursion depth exceeded");
});

it("reads no number that would fill the memory", () => {
  expect(() => policyOf("p := 1e1000000")).toThrow("number too big");
  expect(policyOf(`p := json.unmarshal("1e1000000")`).evaluate("data.t.p")).toBeUndefined();
});
