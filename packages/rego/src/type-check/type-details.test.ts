import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import { RegoCompileError } from "../errors.ts";

function detailsOf(line: string): unknown {
  try {
    compile([{ name: "t.rego", source: `package t\nf(x) := x\np if { ${line} }` }]);
  } catch (error) {
    if (!(error instanceof RegoCompileError)) throw error;
    return error.errors.map(({ details }) => details);
  }
  return [];
}

const [number, string] = [{ type: "number" }, { type: "string" }];

it.each<[what: string, line: string, json: unknown, lines: readonly string[]]>([
  [
    "the operands of a call",
    `startswith("a", 1)`,
    {
      have: [string, number],
      want: {
        args: [
          { ...string, name: "search" },
          { ...string, name: "base" },
          { type: "boolean", name: "result" },
        ],
      },
    },
    ["have: (string, number)", "want: (search: string, base: string, result: boolean)"],
  ],
  ["what can never be equal", `1 = "a"`, { a: number, b: string }, ["left  : number", "right : string"]],
  [
    "a key that there is not",
    `x := {"a": 1}; x.b`,
    {
      ref: [
        { type: "var", value: "x" },
        { ...string, value: "b" },
      ],
      pos: 1,
      want: string,
      oneOf: ["a"],
    },
    ["x.b", "  ^", `  have: "b"`, `  want (one of): ["a"]`],
  ],
  [
    "what has no members",
    `x := 1; x[input.y]`,
    {
      ref: [
        { type: "var", value: "x" },
        {
          type: "ref",
          value: [
            { type: "var", value: "input" },
            { ...string, value: "y" },
          ],
        },
      ],
      pos: 0,
      have: number,
    },
    ["x[input.y]", "^", "have: number"],
  ],
  [
    "a function that is not called",
    `f`,
    {
      ref: [
        { type: "var", value: "data" },
        { ...string, value: "t" },
        { ...string, value: "f" },
      ],
      pos: 2,
      have: { type: "function", args: [{ type: "any" }], result: { type: "any" } },
    },
    ["data.t.f", "^^^^^^^^", "have: (any) => any"],
  ],
])("tells of %s", (_what, line, json, lines) => {
  expect(detailsOf(line)).toEqual([{ json, lines }]);
});
