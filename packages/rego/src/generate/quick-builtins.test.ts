import { expect, it } from "vitest";
import { compile } from "../compile.ts";

const values = [
  "text",
  "",
  "é😀",
  "x".repeat(65),
  0,
  -1,
  1.5,
  2 ** 53,
  true,
  null,
  [1, "a"],
  { kind: "Pod", at: { name: 1 } },
];

/** What a call answers when the compiler knows its constant, and when it does not. */
function answers(call: (constant: string) => string, constant: string): unknown[] {
  const source = `package t\nknown := [r | some x in input.xs; r := [(${call(constant)}) | true]]
unknown := [r | some x in input.xs; r := [(${call("input.constant")}) | true]]`;
  const policy = compile([{ name: "t.rego", source }]);
  const input = { xs: values, constant: JSON.parse(constant) as unknown };
  return ["known", "unknown"].map((name) => policy.evaluate(`data.t.${name}`, { input }));
}

it.each<[call: string, of: (constant: string) => string, constant: string]>([
  ["object.get", (constant) => `object.get(x, ${constant}, "none")`, '"kind"'],
  ["object.get with a path", (constant) => `object.get(x, ${constant}, "none")`, '["at", "name"]'],
  ["object.get with an inherited name", (constant) => `object.get(x, ${constant}, "none")`, '"constructor"'],
  ["in", (constant) => `x in ${constant}`, '["text", 0, null, true]'],
  ["contains", (constant) => `contains(x, ${constant})`, '"e"'],
  ["startswith", (constant) => `startswith(x, ${constant})`, '"te"'],
  ["endswith", (constant) => `endswith(x, ${constant})`, '"xt"'],
  ["%s", (constant) => `sprintf(${constant}, [x])`, '"is %s."'],
  ["%d", (constant) => `sprintf(${constant}, [x])`, '"%d"'],
  ["%v", (constant) => `sprintf(${constant}, [x, "b", x])`, '"%v of %s: %v"'],
  ["a verb too many", (constant) => `sprintf(${constant}, [x])`, '"%v of %s"'],
])("answers the same to %s whether its constant is known", (_call, of, constant) => {
  const [known, unknown] = answers(of, constant);
  expect(known).toEqual(unknown);
});

it("looks for members of sets whose members are known only to the evaluation", () => {
  const source = `package t\nr := [x | some x in input; x in {"text", input[4], [1, "a"]}]`;
  expect(compile([{ name: "t.rego", source }]).evaluate("data.t.r", { input: values })).toEqual(["text", 0, [1, "a"]]);
});

it("calls what a program puts in a built-in's place", () => {
  const builtins = { startswith: { operands: ["string", "string"] as const, evaluate: () => "mine" } };
  const policy = compile([{ name: "t.rego", source: `package t\nr := startswith("a", "b")` }], { builtins });
  expect(policy.evaluate("data.t.r")).toBe("mine");
});

it("calls what a test puts in a built-in's place", () => {
  const source = `package t
always(_, _) := true
r := startswith("a", "b")
replaced if startswith("a", "b") with startswith as always`;
  expect(compile([{ name: "t.rego", source }]).evaluate("data.t")).toEqual({ r: false, replaced: true });
});
