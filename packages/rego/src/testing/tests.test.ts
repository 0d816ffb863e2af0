import { expect, it } from "vitest";
import { compile } from "../compile.ts";

const source = `package p_test

test_a if true

test_a if false

todo_test_b if true

suite.test_c if true

helper if true

test_cases[c.name] if {
	some c in [{"name": "one", "is": true}, {"name": "two", "is": false}]
	c.is
}
`;

const policy = compile([{ name: "p_test.rego", source }], { tests: true });

it("lists tests by their names, each definition for itself", () => {
  expect(policy.tests.map(({ query, name, isTodo, hasCases }) => [query, name, isTodo, hasCases])).toEqual([
    ["data.p_test.test_a", "test_a", false, false],
    ['data.p_test["test_a#01"]', "test_a#01", false, false],
    ["data.p_test.todo_test_b", "todo_test_b", true, false],
    ["data.p_test.suite.test_c", "suite.test_c", false, false],
    ["data.p_test.test_cases", "test_cases", false, true],
  ]);
  expect(policy.evaluate("data.p_test.test_a")).toBe(true);
  expect(policy.evaluate('data.p_test["test_a#01"]')).toBeUndefined();
});

it("tells the names of cases before they run, so that one that fails is known", () => {
  const paths: (readonly string[])[] = [];
  const value = policy.evaluate("data.p_test.test_cases", { testCase: (path) => paths.push(path) });
  expect(value).toEqual({ one: true });
  expect(paths).toEqual([["one"], ["two"]]);
});
