import { expect, it } from "vitest";
import { problemWith } from "../../fuzz/check-source.ts";
import { parseModule, parseTerm } from "../parse-module.ts";
import { printModule } from "./print-module.ts";
import { printTerm } from "./print-term.ts";

function printed(source: string, version: 0 | 1 = 1): string {
  return printModule(parseModule("t.rego", source, version));
}

it.each([
  ["a + b * c"],
  ["(a + b) * c"],
  ["a - (b - c)"],
  ["a - -1"],
  ["(a | b) & c"],
  ["[(a | b), c]"],
  ["[a | a = 1]"],
  ["{(a | b): c}"],
  ["{a: b | a = b; not c}"],
  ["x in (y in z)"],
  ["f(1, (k, v in xs))"],
  ['input.a["b-c"][_].d[x][0]'],
  ["f(x)[0].y"],
  ["[1, 2][i]"],
  ["set()"],
  ["{{1}}"],
  [`$"a \\{ {x} {y with input as 1}"`],
  ["[x | some k, v in xs; every y in v { y > 1; y < 2 }]"],
  ['"\\u0000\\n\\""'],
  ["1e-40"],
])("prints the term %s as it is written", (text) => {
  expect(printTerm(parseTerm("t", text))).toBe(text);
});

it("prints the statements of a module in order, comments before the statement that follows them", () => {
  const source = `# about the file

package a.b["c-d"]

import data.x as y

# METADATA
# title: one
default p := 1

p := 2 if {
	not input.x
	y.z with input.a as 3
} else := 4 if {
	input.q;
	-1 < 2
}

q contains x if {
	some x in input
}

r[k] := v if {
	some k, v in input
}

f(x, [y, _]) = z if {
	z = x + y
}

# the end
`;
  expect(printed(source)).toBe(source);
});

it("prints sets as the language version has words for", () => {
  const source = "package a\n\np[x] {\n\tx = input[_]\n}\n";
  expect(printed(source, 0)).toBe(source);
  const later = "package a\n\nimport rego.v1\n\np contains x if {\n\tx = input[_]\n}\n";
  expect(printed(later, 0)).toBe(later);
});

it.each([
  ["a rule named by a keyword", "package a\nif.x := 1\nnot.foo.bar contains 1\nas.a"],
  ["a set of keywords", "package a\nimport rego.v2\np if not { a; b } or (not c and { d })\nq if not {1} == x"],
  ["numbers that are too long for an exponent", `package a\np := [1${"0".repeat(5000)}, 0.${"0".repeat(2000)}1]`],
  ["terms that would be bodies or comprehensions", "package a\np if { {(a | b), c} }\nq if { (a | b) }"],
  ["old and new keywords together", "package a\nimport future.keywords.every\np { every x in y { x } }"],
])("prints %s so that it is read as the same tree", (_what, source) => {
  expect(problemWith(source, source.includes("future") ? 0 : 1)).toBeUndefined();
});
