import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import { RegoBuiltinError, RegoLimitError } from "../errors.ts";
import type { CustomBuiltin } from "./custom-builtin.ts";
import { kubescapeBuiltins } from "./kubescape-builtins.ts";
import { trivyBuiltins } from "./trivy-builtins.ts";

function policyOf(expression: string, builtins: Record<string, CustomBuiltin>) {
  return compile([{ name: "t.rego", source: `package t\np := ${expression}` }], { builtins });
}

it("calls a built-in of the embedding program with JSON values", () => {
  const calls: unknown[] = [];
  const evaluate: CustomBuiltin["evaluate"] = (operands) => {
    calls.push(operands);
    return { tags: new Set(["b", "a"]), none: undefined, big: 2n ** 64n };
  };
  const policy = policyOf(`my.lookup({2, 1}, {"k": null})`, { "my.lookup": { arity: 2, evaluate } });
  expect(policy.prepare("x := data.t.p").bindingsText()).toEqual([
    '{"x":{"big":18446744073709551616,"tags":["a","b"]}}',
  ]);
  expect(calls).toEqual([[[1, 2], { k: null }]]);
});

it("checks how many operands there are and of what types", () => {
  const builtins = { shout: { operands: ["string"], evaluate: ([text]) => `${text as string}!` } } satisfies Record<
    string,
    CustomBuiltin
  >;
  expect(policyOf(`shout("a")`, builtins).evaluate("data.t.p")).toBe("a!");
  expect(() => policyOf(`shout("a", "b", "c")`, builtins)).toThrow("shout: arity mismatch");
  const policy = policyOf("shout(input.x)", builtins);
  expect(policy.evaluate("data.t.p", { input: { x: 1 } })).toBeUndefined();
  expect(() => policy.evaluate("data.t.p", { input: { x: 1 }, strictBuiltinErrors: true })).toThrow(
    "shout: operand 1 must be string but got number",
  );
});

it("tells errors of a built-in from bugs in it", () => {
  const failing = policyOf("f()", {
    f: {
      arity: 0,
      evaluate: () => {
        throw new RegoBuiltinError("no answer");
      },
    },
  });
  expect(failing.evaluate("data.t.p")).toBeUndefined();
  expect(() => failing.evaluate("data.t.p", { strictBuiltinErrors: true })).toThrow("f: no answer");
  const broken = policyOf("f()", {
    f: {
      arity: 0,
      evaluate: () => {
        throw new Error("a bug");
      },
    },
  });
  expect(() => broken.evaluate("data.t.p")).toThrow("a bug");
  const wrong = policyOf("f()", { f: { arity: 0, evaluate: () => new Date(0) } });
  expect(() => wrong.evaluate("data.t.p")).toThrow("not a JSON value");
});

it("charges what a built-in is given, what it answers, and what it says it did", () => {
  const evaluate: CustomBuiltin["evaluate"] = ([size], { charge }) => {
    charge(1);
    return "x".repeat(size as number);
  };
  const policy = policyOf("grow(input)", { grow: { operands: ["number"], evaluate } });
  expect(policy.evaluate("data.t.p", { input: 3, limits: { steps: 100 } })).toBe("xxx");
  expect(() => policy.evaluate("data.t.p", { input: 100_000, limits: { steps: 100 } })).toThrow(RegoLimitError);
});

it("takes the place of an own built-in of the same name", () => {
  const builtins = { "http.send": { arity: 1, evaluate: () => ({ status_code: 418 }) } };
  expect(policyOf(`http.send({}).status_code`, builtins).evaluate("data.t.p")).toBe(418);
});

it.each<[expression: string, value: unknown]>([
  [`image.parse_normalized_name("nginx:1")`, "docker.io/library/nginx:1"],
  [`image.parse_normalized_name("ghcr.io/a/b")`, "ghcr.io/a/b"],
  [`image.parse_normalized_name("localhost/a")`, "localhost/a"],
  [`image.parse_normalized_name("Bad Image")`, undefined],
  [`image.parse_normalized_name("${"a".repeat(64)}")`, undefined],
  [`cosign.has_signature("nginx")`, false],
  [`cosign.verify("nginx", "key")`, false],
])("knows Kubescape's built-in in %s", (expression, value) => {
  expect(policyOf(expression, kubescapeBuiltins).evaluate("data.t.p")).toEqual(value);
});

const blank = {
  startline: 0,
  endline: 0,
  sourceprefix: "",
  filepath: "",
  explicit: false,
  managed: true,
  fskey: "",
  resource: "",
  parent: null,
};

it.each<[expression: string, value: unknown]>([
  [`result.new("m", {})`, { ...blank, msg: "m" }],
  [`result.new("m", "text")`, { ...blank, msg: "m" }],
  [
    `result.new("m", {"StartLine": 3, "Path": "Dockerfile", "x": 1})`,
    { ...blank, msg: "m", startline: 3, filepath: "Dockerfile" },
  ],
  [
    `result.new("m", {"__defsec_metadata": {"startline": 1, "endline": 2, "managed": false, "parent": {"resource": "r"}}})`,
    { ...blank, msg: "m", startline: 1, endline: 2, managed: false, parent: { ...blank, resource: "r" } },
  ],
  [`isManaged({"__defsec_metadata": {"managed": false}})`, false],
  [`isManaged({})`, true],
])("knows Trivy's built-in in %s", (expression, value) => {
  expect(policyOf(expression, trivyBuiltins).evaluate("data.t.p")).toEqual(value);
});
