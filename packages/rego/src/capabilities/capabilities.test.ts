import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import { allowing, defaultCapabilities } from "./capabilities.ts";
import { parseCapabilities } from "./parse-capabilities.ts";

function moduleOf(expression: string) {
  return [{ name: "t.rego", source: `package t\np := ${expression}` }];
}

it.each(["http.send({})", `net.lookup_ip_addr("localhost")`, "opa.runtime()"])(
  "does not know %s unless it is allowed",
  (expression) => {
    const name = expression.split("(")[0] as string;
    expect(() => compile(moduleOf(expression))).toThrow(`t.rego:2:6: rego_type_error: undefined function ${name}`);
    expect(() => compile(moduleOf(expression), { capabilities: allowing([name]) })).not.toThrow();
  },
);

it("lets no query call what its policy may not", () => {
  expect(() => compile([]).prepare("http.send({})")).toThrow("undefined function http.send");
});

it("replaces an allowed built-in without calling it", () => {
  const source = `package t\nstub(request) := {"status_code": request.n}\np := code if code := http.send({"n": 7}).status_code with http.send as stub`;
  const policy = compile([{ name: "t.rego", source }], { capabilities: allowing(["http.send"]) });
  expect(policy.evaluate("data.t.p")).toBe(7);
});

it("answers opa.runtime with what the caller says", () => {
  const policy = compile(moduleOf("opa.runtime()"), { capabilities: allowing(["opa.runtime"]) });
  expect(policy.evaluate("data.t.p")).toEqual({});
  expect(policy.evaluate("data.t.p", { runtime: { env: { HOME: "/" } } })).toEqual({ env: { HOME: "/" } });
});

it("reads OPA's capabilities file", () => {
  const capabilities = parseCapabilities({
    builtins: [{ name: "count", decl: { type: "function" } }, { name: "no.such" }],
    features: ["rego_v1"],
    future_keywords: [],
    allow_net: ["example.org"],
  });
  expect(capabilities).toEqual({ builtins: new Set(["count"]), allowNet: ["example.org"] });
  expect(compile(moduleOf("count([1])"), { capabilities }).evaluate("data.t.p")).toBe(1);
  expect(() => compile(moduleOf("1 + 1"), { capabilities })).toThrow("undefined function plus");
});

it("may reach every host where OPA's file does not say which", () => {
  expect(parseCapabilities({ builtins: [] }).allowNet).toBe("any");
  expect(defaultCapabilities.allowNet).toEqual([]);
});

it.each([
  ["a list", []],
  ["built-ins without names", { builtins: [{}] }],
  ["hosts that are no texts", { allow_net: [1] }],
  ["features that are no list", { features: "all" }],
])("refuses %s", (_what, json) => {
  expect(() => parseCapabilities(json)).toThrow(TypeError);
});
