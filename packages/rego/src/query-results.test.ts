import { expect, it } from "vitest";
import { compile } from "./compile.ts";
import { RegoCompileError } from "./errors.ts";
import { parseYaml } from "./parse-yaml.ts";

const policy = compile([{ name: "p.rego", source: "package p\n\na := 1\n\nf(x) := x + a\n" }]);

function results(query: string, input?: unknown) {
  return policy
    .prepareResults(query)({ input })
    .map(({ expressions, bindings }) => ({
      values: expressions.map(({ text, value }) => `${text}: ${value}`),
      bindings,
    }));
}

it("gives the value of every expression with its text, and the variables", () => {
  expect(results("x := data.p.f(1);  [x, 12345678901234567890]")).toEqual([
    { values: ["x := data.p.f(1): true", "[x, 12345678901234567890]: [2,12345678901234567890]"], bindings: { x: "2" } },
  ]);
});

it("has a solution that is false only where nothing else must hold", () => {
  expect(results("1 == 2")).toEqual([{ values: ["1 == 2: false"], bindings: {} }]);
  expect(results("1 == 2; true")).toEqual([]);
  expect(results("[true, false][_]")).toEqual([{ values: ["[true, false][_]: true"], bindings: {} }]);
});

it("reads names as the package and imports say", () => {
  expect(policy.prepareResults("f(2)", { package: "data.p" })()[0]?.expressions[0]?.value).toBe("3");
  expect(policy.prepareResults("q.a", { imports: ["data.p as q"] })()[0]?.expressions[0]?.value).toBe("1");
  expect(() => policy.prepareResults("1", { imports: ["nonsense"] })).toThrow(RegoCompileError);
});

it("calls the variable that captures a value as OPA does", () => {
  expect(() => policy.prepareResults("x")).toThrow("var _ is unsafe");
});

it("reads YAML as OPA reads data files", () => {
  expect(parseYaml("a: yes\nb: true\nc: 0644\nd: 0o14\non: 1\ne: 2020-01-01\n")).toEqual({
    a: "yes",
    b: true,
    c: 420,
    d: 12,
    on: 1,
    e: "2020-01-01",
  });
  expect(() => parseYaml("a: [")).toThrow(SyntaxError);
});
