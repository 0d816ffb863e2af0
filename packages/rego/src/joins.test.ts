import { expect, it } from "vitest";
import { compile } from "./compile.ts";

const size = 2000;
const objects = Array.from({ length: size }, (_, i) =>
  i % 2 === 0
    ? { kind: "Pod", metadata: { name: `pod-${i}`, namespace: `n${i % 10}` }, spec: { account: `account-${i + 1}` } }
    : { kind: "ServiceAccount", metadata: { name: `account-${i}`, namespace: `n${(i - 1) % 10}` } },
);
const partner = `account.kind == "ServiceAccount"
account.metadata.namespace == pod.metadata.namespace
account.metadata.name == pod.spec.account`;

it.each<[form: string, rules: string]>([
  [
    "some … in",
    `found contains pod.metadata.name if { some pod in input; pod.kind == "Pod"; some account in input; ${partner.replaceAll("\n", "; ")} }`,
  ],
  [
    "a wildcard",
    `found contains pod.metadata.name if { pod := input[_]; pod.kind == "Pod"; account := input[_]; ${partner.replaceAll("\n", "; ")} }`,
  ],
  [
    "a function",
    `found contains pod.metadata.name if { some pod in input; pod.kind == "Pod"; has(pod) }\nhas(pod) if { some account in input; ${partner.replaceAll("\n", "; ")} }`,
  ],
  [
    "a comprehension",
    `found contains pod.metadata.name if { some pod in input; pod.kind == "Pod"; count([1 | some account in input; ${partner.replaceAll("\n", "; ")}]) == 1 }`,
  ],
])("joins objects through %s in steps that grow as their number does", (_form, rules) => {
  const policy = compile([{ name: "t.rego", source: `package t\n${rules}` }]);
  const found = policy.evaluate("data.t.found", { input: objects, limits: { steps: 20 * size } });
  expect(found).toHaveLength(size / 2);
});

it("finds the same partners with their positions, whatever kind of value they are looked up by", () => {
  const source = `package t
at[i] := p if { some i, x in input.xs; some p, y in input.ys; y.key == x }
by[i] := count([y | some y in input.ys; y.key == x]) if some i, x in input.xs`;
  const xs = [1, "1", true, null, [1], { a: 1 }, 1.5, "none"];
  const ys = [...Array.from({ length: 40 }, (_, i) => ({ other: i })), ...xs.slice(0, -1).map((key) => ({ key }))];
  const value = compile([{ name: "t.rego", source }]).evaluate("data.t", { input: { xs, ys } }) as Record<
    string,
    unknown
  >;
  expect(value.at).toEqual({ "0": 40, "1": 41, "2": 42, "3": 43, "4": 44, "5": 45, "6": 46 });
  expect(value.by).toEqual({ "0": 1, "1": 1, "2": 1, "3": 1, "4": 1, "5": 1, "6": 1, "7": 0 });
});
