import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import type { Policy } from "../policy.ts";

const shared = {
  name: "lib.rego",
  source: `package lib
pods := [one | some one in input; one.kind == "Pod"]
of_kind(kind) := [one | some one in input; one.kind == kind]
named contains one.name if some one in input
by_name[one.name] contains one if some one in input
has_node if { some one in input; one.kind == "Node" }
exists(name) if { some one in input; one.name == name }
is_pod(one) if one.kind == "Pod"
first := input[0]
all := input`,
};

/** Bodies of `deny contains x if …`. */
const perObject = [
  "some x in input",
  "x := input[_]; x.bad",
  "x := input[_].spec.containers[_]",
  "some i; input[i].bad; x := input[i].name",
  "some i, y in input; y.bad; x := input[i]",
  "some y in input; x := [name | some name in y.names; name != y.name]",
  "some y in input; not y.good; x := y.name",
  "some y in input; every z in y.names { startswith(z, `a`) }; x := y",
  "some y in input; lib.is_pod(y); x := y.name",
  "some x in lib.pods",
  "some x in lib.named",
  "lib.named[x]",
  "x := lib.of_kind(`Pod`)[_].name",
  "some y in lib.of_kind(`Pod`); x := y.name",
  "lib.has_node; x := 1",
  "pods := [y | some y in input; lib.is_pod(y)]; some x in pods",
  "some x in array.concat(lib.pods, lib.of_kind(`Node`))",
  "some x in lib.named | {`fixed`}",
  "`a` in lib.named; x := `a`",
  "some y in input; x := y.name with data.z as 1; true",
];

const joining: [body: string, reason: string, place: string][] = [
  ["some y in input; some x in input; y.a == x.b", "second traversal of input", "p.rego:4:28"],
  ["x := count(input)", "input is passed to count", "p.rego:4:12"],
  ["some y in input; x := lib.by_name[y.name]", "an object is made", "lib.rego:5:"],
  ["x := input[0]", "by its position", "p.rego:4:12"],
  ["some i, y in input; x := i", "a position in input is used", "p.rego:4:6"],
  ["some i; y := input[i]; x := numbers.range(0, i)", "a position in input is used", "p.rego:4:"],
  ["every y in input { y.good }; x := 1", "`every` over input", "p.rego:4:12"],
  ["not lib.has_node; x := 1", "a negation reads input", "p.rego:4:1"],
  ["some y in input; not lib.exists(y.partner); x := y", "a negation reads input", "p.rego:4:18"],
  ["some y in input; lib.exists(y.partner); x := y", "second traversal of input", "p.rego:4:18"],
  ["some y in input; x := count([z | some z in input; z.name == y.name])", "input is passed to count", "p.rego:4:29"],
  ["some y in input; partners := [z | some z in input]; some x in partners", "second traversal", "p.rego:4:"],
  ["x := {y.name: y | some y in input}", "an object is made of input", "p.rego:4:6"],
  ["x := lib.pods", "", "p.rego:"],
  ["x := lib.first", "by its position", "lib.rego:9:"],
  ["some y in lib.all; some x in lib.all; x.a == y.b", "second traversal", "p.rego:4:"],
  ["some y in input; x := lib.named with input as [y]", "read under `with`", "p.rego:4:"],
  ["pods := lib.pods with data.z as 1; x := count(pods)", "read under `with`", "p.rego:4:"],
  ["walk(input, [_, x])", "input is passed to walk", "p.rego:4:6"],
  ["x := input.request", "by its position", "p.rego:4:12"],
  ["x := data.lib", "are read together", "p.rego:4:"],
];

it.each(perObject)("finds that every result of `%s` follows from one member of input", (body) => {
  expect(policyOf(body).classify("data.p.deny")).toEqual({ class: "object", reason: "", location: undefined });
});

it.each(joining)("finds that `%s` needs all of input, and says why and where", (body, reason, place) => {
  const found = policyOf(body).classify("data.p.deny");
  expect(found.class).toBe("input");
  expect(found.reason).toContain(reason);
  const { file, row, col } = found.location ?? { file: "", row: 0, col: 0 };
  expect(`${file}:${row}:${col}`).toContain(place);
});

it("finds what does not read input", () => {
  expect(policyOf("some x in data.names").classify("data.p.deny").class).toBe("none");
});

function policyOf(body: string): Policy {
  const source = `package p\nimport data.lib\ndeny contains x if {\n${body}\n}`;
  return compile([shared, { name: "p.rego", source }]);
}
