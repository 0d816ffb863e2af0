import { expect, it } from "vitest";
import { RegoCompileError, RegoEvaluationError, RegoLimitError } from "../errors.ts";
import { createIsolated, evaluateInWorker } from "./isolated.ts";

function modules(rules: string) {
  return [{ name: "t.rego", source: `package t\n${rules}` }];
}

const endless = `p := count([1 | some a in input; some b in input; some c in input; some d in input; some e in input])`;
const manyNumbers = Array.from({ length: 1000 }, (_, i) => i);

it("evaluates in another thread as it does in this one", async () => {
  await using policy = await createIsolated(modules(`p contains x if { some x in input.xs }\nq := data.d`));
  const input = { xs: [2, 1, 2] };
  expect(await policy.evaluate("data.t", { input, data: { d: "e" } })).toEqual({ p: [1, 2], q: "e" });
  expect(await policy.evaluate("data.t.p", { inputText: `{"xs": ["a"]}` })).toEqual(["a"]);
  expect(await policy.evaluate("data.t.absent")).toBeUndefined();
  await policy[Symbol.asyncDispose]();
  await expect(policy.evaluate("data.t.p")).rejects.toMatchObject({ code: "eval_cancel_error" });
});

it("gives many evaluations their own answers, in the order they were asked for", async () => {
  await using policy = await createIsolated(modules("p := input + 1"));
  const answers = await Promise.all(manyNumbers.map((input) => policy.evaluate("data.t.p", { input })));
  expect(answers).toEqual(manyNumbers.map((n) => n + 1));
});

it("ends a policy that would never end, and evaluates the next in another thread", async () => {
  await using policy = await createIsolated(modules(`${endless}\nq := 1`), {}, { deadlineMs: 500 });
  const run = policy.evaluate("data.t.p", { input: manyNumbers });
  const next = policy.evaluate("data.t.q");
  await expect(run).rejects.toThrow(RegoLimitError);
  await expect(run).rejects.toMatchObject({ limit: "deadline" });
  expect(await next).toBe(1);
});

it("outlives policies that fill their memory", async () => {
  const rules = `array := [x | some i in numbers.range(1, 100000000); x := [i, i, i]]
range := count(numbers.range(1, 100000000))
q := 1`;
  const isolation = { resourceLimits: { maxOldGenerationSizeMb: 32 }, deadlineMs: 60_000 };
  await using policy = await createIsolated(modules(rules), {}, isolation);
  for (const rule of ["array", "range"]) {
    const run = policy.evaluate(`data.t.${rule}`, { input: manyNumbers });
    await expect(run, rule).rejects.toMatchObject({ limit: "memory" });
  }
  expect(await policy.evaluate("data.t.q")).toBe(1);
}, 120_000);

it("bounds texts outside of the heap by the heap's bound, unless told otherwise", async () => {
  const rules = `long := concat("", [s | some _ in numbers.range(1, 1000); s := sprintf("%1000d", [1])])
p := count([x | some i in numbers.range(1, 80); x := base64.encode(sprintf("%s%d", [long, i]))])`;
  const isolation = { resourceLimits: { maxOldGenerationSizeMb: 32 }, deadlineMs: 60_000 };
  await using policy = await createIsolated(modules(rules), {}, isolation);
  await expect(policy.evaluate("data.t.p")).rejects.toMatchObject({ limit: "memory" });
  expect(await policy.evaluate("data.t.p", { limits: { heapBytes: 2 ** 30 } })).toBe(80);
}, 120_000);

it("ends a policy whose caller has gone", async () => {
  await using policy = await createIsolated(modules(`${endless}\nq := 1`));
  const caller = new AbortController();
  const run = policy.evaluate("data.t.p", { input: manyNumbers }, caller.signal);
  setImmediate(() => caller.abort());
  await expect(run).rejects.toThrow(RegoEvaluationError);
  await expect(run).rejects.toMatchObject({ code: "eval_cancel_error" });
  await expect(policy.evaluate("data.t.q", {}, AbortSignal.abort())).rejects.toMatchObject({
    code: "eval_cancel_error",
  });
  expect(await policy.evaluate("data.t.q")).toBe(1);
});

it("reports errors as the classes and with the fields they have in this thread", async () => {
  await expect(createIsolated(modules("p := x"))).rejects.toThrow(RegoCompileError);
  await using policy = await createIsolated(modules("p := input.a\np := input.b\nq := count(numbers.range(1, 10000))"));
  const conflict = policy.evaluate("data.t.p", { input: { a: 1, b: 2 } });
  await expect(conflict).rejects.toMatchObject({ code: "eval_conflict_error", location: { file: "t.rego", row: 3 } });
  const limited = policy.evaluate("data.t.q", { limits: { steps: 100 } });
  await expect(limited).rejects.toMatchObject({ limit: "steps", rule: "data.t.q" });
  await expect(policy.evaluate("data.t.p", { input: () => 1 })).rejects.toThrow("could not be cloned");
});

it("compiles, evaluates and ends in one call", async () => {
  expect(await evaluateInWorker(modules("p := input"), "data.t.p", { input: 1 })).toBe(1);
});
