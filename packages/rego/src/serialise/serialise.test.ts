import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import { RegoCompileError, RegoSerialisedError } from "../errors.ts";
import { digestOf } from "./format.ts";
import { loadSerialised } from "./load-serialised.ts";
import { serialise } from "./serialise.ts";

const policy = compile([
  {
    name: "pods.rego",
    source: `package example
bad["\`\${process.exit()}\\u2028"] if input[0].bad
deny contains pod.name if { some pod in input; pod.privileged; not lib.allowed(pod) }
lib.allowed(pod) if pod.name in data.allowed
one := pod.name if some pod in input
loop contains z if { count(input) > 1; some z in numbers.range(0, 1000000) }`,
  },
]);
const queries = [
  "data.example.deny",
  "data.example.one",
  "data.example.loop",
  "data.example",
  `{"denied": data.example.deny, "first": input[0].name}`,
  "x := data.example.deny[_]; y := 1e400",
  "data.example.deny with data.example.lib.allowed as true",
];
const pods = [
  { name: "a", privileged: true },
  { name: "b", privileged: true },
];

it("answers every query as the policy does, without its source", () => {
  const { text, digest } = serialise(policy, { queries });
  const loaded = loadSerialised(text, { digest });
  for (const query of queries.filter((one) => one !== "data.example.loop")) {
    for (const options of [{ input: [pods[1]], data: { allowed: ["a"] } }, { input: [{ bad: true }] }, {}]) {
      expect(loaded.prepare(query).bindingsText(options)).toEqual(policy.prepare(query).bindingsText(options));
      expect(loaded.evaluate(query, options)).toEqual(policy.evaluate(query, options));
    }
    expect(loaded.classify(query)).toEqual(policy.classify(query));
  }
});

it("says the same of errors, places and limits included", () => {
  const { text, digest } = serialise(policy, { queries });
  const loaded = loadSerialised(text, { digest });
  expect(failureOf(() => loaded.evaluate("data.example.one", { input: pods }))).toMatchObject({
    code: "eval_conflict_error",
    message: "rule data.example.one produced conflicting values",
    location: { file: "pods.rego", row: 5, col: 1 },
  });
  const limits = { steps: 1000 };
  expect(failureOf(() => loaded.evaluate("data.example.loop", { input: pods, limits }))).toMatchObject({
    limit: "steps",
    rule: "data.example.loop",
  });
});

it("evaluates batch by batch what needs no other objects", () => {
  const { text, digest } = serialise(policy, { queries });
  const stream = loadSerialised(text, { digest }).stream("data.example.deny", { data: { allowed: ["a"] } });
  expect(stream.class).toBe("object");
  expect([...pods.flatMap((pod) => stream.add([pod])), ...stream.finish()]).toEqual(["b"]);
});

it("is the same text for the same policy", () => {
  expect(serialise(policy, { queries })).toEqual(serialise(policy, { queries }));
});

it("runs nothing of a text that is not what its digest says", () => {
  const { text, digest } = serialise(policy, { queries });
  const changed = text.replace("return { rules", "globalThis.hacked = true; return { rules");
  expect(changed).not.toBe(text);
  expect(() => loadSerialised(changed, { digest })).toThrow(RegoSerialisedError);
  expect(globalThis).not.toHaveProperty("hacked");
});

it("refuses another format, and a query that was not serialised", () => {
  const { text, digest } = serialise(policy, { queries });
  const other = text.replace(/^\{"format":\d+/, '{"format":999');
  expect(() => loadSerialised(other, { digest: digestOf(other) })).toThrow("the policy has the format 999, not ");
  const loaded = loadSerialised(text, { digest });
  expect(() => loaded.evaluate("data.example.bad")).toThrow("serialised without the query data.example.bad");
  expect(loaded.has("data.example.bad")).toBe(false);
});

it("does not serialise a query that does not compile, nor what is no compiled policy", () => {
  expect(() => serialise(policy, { queries: ["data.example.deny["] })).toThrow(RegoCompileError);
  expect(() => serialise({ ...policy }, { queries })).toThrow(TypeError);
});

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
