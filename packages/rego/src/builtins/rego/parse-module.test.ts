import { expect, it } from "vitest";
import { compile } from "../../compile.ts";
import { RegoLimitError } from "../../errors.ts";

const query = `rego.parse_module("m.rego", input)`;

it("answers the syntax tree of a module as OPA writes it", () => {
  const source = "package a.b\n\n# why\np contains x if some x in input.xs\n";
  const member = {
    type: "call",
    value: [
      {
        type: "ref",
        value: [
          { type: "var", value: "internal" },
          { type: "string", value: "member_2" },
        ],
      },
      { type: "var", value: "x" },
      {
        type: "ref",
        value: [
          { type: "var", value: "input" },
          { type: "string", value: "xs" },
        ],
      },
    ],
  };
  expect(compile([]).evaluate(query, { input: source })).toEqual({
    package: {
      path: [
        { type: "var", value: "data" },
        { type: "string", value: "a" },
        { type: "string", value: "b" },
      ],
    },
    rules: [
      {
        head: { name: "p", ref: [{ type: "var", value: "p" }], key: { type: "var", value: "x" } },
        body: [{ index: 0, terms: { symbols: [member] } }],
      },
    ],
    comments: [{ Text: "IHdoeQ==", Location: { file: "m.rego", row: 3, col: 1 } }],
  });
});

it("numbers wildcards in the order of the source, whatever was read in vain", () => {
  const source = "package a\np := {_: y | y := {_, [_]}[_]}\nf(_) := 1 if _ else := 2 if _";
  const text = JSON.stringify(compile([]).evaluate(query, { input: source }));
  expect([...new Set(text.match(/\$\d+/g))].toSorted()).toEqual(["$0", "$1", "$2", "$3", "$4", "$5", "$6", "$7"]);
});

it.each<[problem: string, source: string, message: string]>([
  [
    "a line that cannot be read",
    "package a\n\n\tp if { x y }",
    "1 error occurred: m.rego:3: rego_parse_error: unexpected identifier token: expected \\n or ; or }\n\tp if { x y }\n\t         ^",
  ],
  [
    "statements that are no rules",
    "package a\nx\npackage b",
    "2 errors occurred:\nm.rego:2: rego_parse_error: var cannot be used for rule name\nm.rego:3: rego_parse_error: unexpected package",
  ],
  ["no statement", "", "m.rego:0: rego_parse_error: empty module"],
  [
    "a source that is too large",
    `package a${" ".repeat(2 ** 20)}`,
    "1 error occurred: m.rego:1: rego_parse_error: source is too large: 1048585 bytes, 1048576 at most",
  ],
])("fails at %s", (_problem, source, message) => {
  const evaluate = () => compile([]).evaluate(query, { input: source, strictBuiltinErrors: true });
  expect(evaluate).toThrow(expect.objectContaining({ message: `rego.parse_module: ${message}` }));
});

it("pays for the reading and for the tree", () => {
  const source = `package a\np := [${"1,".repeat(5_000)}]`;
  expect(() => compile([]).evaluate(query, { input: source, limits: { steps: 5_000 } })).toThrow(RegoLimitError);
  expect(compile([]).evaluate(`count(${query})`, { input: source, limits: { steps: 50_000 } })).toBe(2);
});
