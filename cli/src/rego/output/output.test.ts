import { compile, RegoCompileError } from "@sortie/rego";
import { expect, it } from "vitest";
import { errorsText, outputErrors } from "./errors.ts";
import { goJson, RawJson, sortedMembers } from "./json.ts";
import { table } from "./table.ts";

it("writes JSON as Go does", () => {
  const value = { a: [], b: {}, c: ["<&>", 1], d: new RawJson("12345678901234567890"), e: undefined };
  expect(goJson(value)).toBe(`{
  "a": [],
  "b": {},
  "c": [
    "\\u003c\\u0026\\u003e",
    1
  ],
  "d": 12345678901234567890
}
`);
});

it("sorts members by their bytes", () => {
  expect(Object.keys(sortedMembers({ "\u{1f600}": 1, "\uffff": 1, a: 1, B: 1 }))).toEqual([
    "B",
    "a",
    "\uffff",
    "\u{1f600}",
  ]);
});

it("draws a table, with wide characters in their columns", () => {
  expect(table(["x", "long"], [["日本", "1"]])).toBe(`┌──────┬──────┐
│  x   │ long │
├──────┼──────┤
│ 日本 │ 1    │
└──────┴──────┘
`);
});

it("points at the place in the line where a policy cannot be read", () => {
  const source = "package p\n\na := {\n";
  const errors = outputErrors(thrownBy(source)) ?? [];
  expect(errors[0]?.json.details).toEqual({ line: "a := {", idx: 5 });
  expect(errorsText(errors, " during loading")).toMatch(
    /during loading:\np\.rego:\d+: rego_parse_error: .*\n\ta := \{\n\t {5}\^\n/,
  );
});

it("knows no other errors than those of policies", () => {
  expect(outputErrors(new TypeError("x"))).toBeUndefined();
});

function thrownBy(source: string): unknown {
  try {
    compile([{ name: "p.rego", source }]);
  } catch (error) {
    if (error instanceof RegoCompileError) return error;
  }
  return undefined;
}
