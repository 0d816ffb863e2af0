import { expect, it } from "vitest";
import { compile } from "./compile.ts";

const size = 400;
const pods = Array.from({ length: size }, (_, i) => ({ name: `pod-${i}`, size: i }));
const input = { pods, text: JSON.stringify(pods), other: [{ name: "x", size: 1 }] };

function rFrom(rules: string, steps?: number): unknown {
  const policy = compile([{ name: "t.rego", source: `package t\n${rules}` }]);
  return policy.evaluate("data.t.r", { input, ...(steps !== undefined && { limits: { steps } }) });
}

/** Each would be hundreds of thousands of steps if it were evaluated in every turn. */
it.each<[what: string, rules: string, value: unknown]>([
  [
    "a loop",
    "sizes(list) := sum([x.size | some x in list])\nr := count([1 | some pod in input.pods; pod.size < sizes(input.pods)])",
    size,
  ],
  [
    "what is walked",
    `names(document) := {v | walk(document, [_, v]); is_string(v)}\nr := count([1 | some pod in input.pods; pod.name in names(input)])`,
    size,
  ],
  [
    "text that is read",
    "r := count([1 | some pod in input.pods; pods(input.text)[0]])\npods(s) := json.unmarshal(s)",
    size,
  ],
  [
    "what is undefined",
    `found(list) if { some x in list; x.name == concat("-", ["none", x.name]) }\nr := count([1 | some _ in input.pods; not found(input.pods)])`,
    size,
  ],
  [
    "functions that call each other twice",
    `f0(x) := count(input.pods) + x\n${Array.from({ length: 24 }, (_, i) => `f${i + 1}(x) := f${i}(x) - f${i}(x)`).join("\n")}\nr := f24(1)`,
    0,
  ],
])("evaluates a function once for the same arguments: %s", (_what, rules, value) => {
  expect(rFrom(rules, 80 * size)).toBe(value);
});

it("tells arguments, and documents that a `with` replaces, apart", () => {
  const rules = `total(list, more) := sum([x.size | some x in list]) + more
all(more) := total(input.pods, more)
r := [a, b, c, d, e, f, g, h, i, j] if {
  a := total(input.pods, 0)
  b := total(input.pods, 0)
  c := total(input.other, 0)
  d := total(input.pods, 1)
  e := all(0)
  f := all(0) with input.pods as input.other
  g := all(0)
  h := all(0) with data.t.total as 7
  i := all(0)
  j := total(input.pods, 0) with sum as count
}`;
  const whole = (size * (size - 1)) / 2;
  expect(rFrom(rules)).toEqual([whole, whole, 1, whole + 1, whole, 1, whole, 7, whole, size]);
});

it("lets `print` be heard each time", () => {
  const source = `package t\nf(list) := count(list) if { print("f"); every x in list { x.size >= 0 } }\nr := f(input.pods) + f(input.pods)`;
  const lines: string[] = [];
  const policy = compile([{ name: "t.rego", source }], { print: true });
  expect(policy.evaluate("data.t.r", { input, print: (line) => lines.push(line) })).toBe(2 * size);
  expect(lines).toEqual(["f", "f"]);
});
