import { expect, it } from "vitest";
import { compile } from "./compile.ts";

const size = 400;
const pods = Array.from({ length: size }, (_, i) => ({
  name: `pod-${i}`,
  namespace: `n${i % 20}`,
  containers: [{ image: `image-${i % 50}` }, { image: `image-${(i + 1) % 50}` }],
}));
const images = Array.from({ length: size }, (_, i) => ({ name: `image-${i}`, namespace: `n${i % 20}` }));
const input = { pods, images };

function policyOf(rules: string): ReturnType<typeof compile> {
  return compile([{ name: "t.rego", source: `package t\n${rules}` }]);
}

function rFrom(rules: string, steps?: number): unknown {
  return policyOf(rules).evaluate("data.t.r", { input, ...(steps !== undefined && { limits: { steps } }) });
}

/** What users of an image are, by the same comprehension in a rule that is evaluated anew for each. */
function expected(of: (pod: (typeof pods)[number]) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    images.map(({ name }) => [name, pods.filter((pod) => pod.containers.some(({ image }) => image === name)).map(of)]),
  );
}

const shapes: readonly [shape: string, value: string][] = [
  [
    "in a rule",
    "r[image.name] := users if { some image in input.images; users := [p.name | some p in input.pods; some c in p.containers; c.image == image.name] }",
  ],
  [
    "with the key on the left",
    "r[image.name] := users if { some image in input.images; users := [p.name | some p in input.pods; some c in p.containers; image.name == c.image] }",
  ],
  [
    "with a variable as its key",
    "r[name] := users if { some image in input.images; name := image.name; users := [p.name | some p in input.pods; some c in p.containers; name = c.image] }",
  ],
  [
    "in a function",
    "r[name] := users(name) if { some image in input.images; name := image.name }\nusers(name) := [p.name | some p in input.pods; some c in p.containers; c.image == name]",
  ],
  [
    "over a variable",
    "r[image.name] := users if { pods := input.pods; some image in input.images; users := [p.name | some p in pods; some c in p.containers; c.image == image.name] }",
  ],
  [
    "over wildcards",
    "r[image.name] := users if { some image in input.images; users := [p.name | p := input.pods[_]; c := p.containers[_]; c.image == image.name] }",
  ],
];

it.each(shapes)("finds the solutions of a comprehension %s once for all keys", (_shape, rules) => {
  expect(rFrom(rules, 20 * size)).toEqual(expected(({ name }) => name));
});

it("groups by several keys, sets and objects as well", () => {
  const rules = `r[image.name] := [names, spaces, count(names)] if {
  some image in input.images
  names := {p.name | some p in input.pods; some c in p.containers; c.image == image.name; p.namespace == image.namespace}
  spaces := {p.name: p.namespace | some p in input.pods; some c in p.containers; c.image == image.name}
}`;
  const found = rFrom(rules, 40 * size) as Record<string, [string[], Record<string, string>, number]>;
  for (const image of images) {
    const users = pods.filter(({ containers }) => containers.some((container) => container.image === image.name));
    const near = users.filter(({ namespace }) => namespace === image.namespace).map(({ name }) => name);
    const spaces = Object.fromEntries(users.map(({ name, namespace }) => [name, namespace]));
    expect(found[image.name]).toEqual([near.toSorted(), spaces, near.length]);
  }
});

it("knows keys of every type, and keys that are not there", () => {
  const keys = [1, "1", true, null, [1], { a: 1 }, 1.5, "none", [], {}];
  const rules = `r := [[count(xs), count(ys)] |
  some key in input.keys
  xs := [x | some row in input.rows; some x in row; x.key == key.is]
  ys := {x | some row in input.rows; some x in row; x.key == key.is.not}
]`;
  const rows = Array.from({ length: 60 }, (_, i) => (i < 7 ? [{ key: keys[i] }] : [{ key: i + 1000 }]));
  const value = policyOf(rules).evaluate("data.t.r", { input: { keys: keys.map((is) => ({ is })), rows } });
  expect(value).toEqual(keys.map((_, i) => [i < 7 ? 1 : 0, 0]));
});

it("answers for each list and for each input that it looks at", () => {
  const rules = `r := [[n, m] |
  some list in [numbers.range(1, 50), numbers.range(26, 75)]
  some key in numbers.range(1, 75)
  n := count([x | some x in list; some y in [x]; y == key])
  m := count([x | some x in input; some y in [x]; y == key]) with input as list
]`;
  const ones = (from: number, to: number): number[][] =>
    Array.from({ length: 75 }, (_, i) => (i + 1 >= from && i + 1 <= to ? [1, 1] : [0, 0]));
  expect(policyOf(rules).evaluate("data.t.r")).toEqual([...ones(1, 50), ...ones(26, 75)]);
});

it("does not hear of errors for keys that nobody asks for", () => {
  const rules = `f(x) := 1\nf(x) := 2 if x.key == "bad"
r := [count(xs) | some key in input.asked; xs := [f(x) | some row in input.rows; some x in row; f(x) == 1; x.key == key]]
conflicts := [count(xs) | some key in input.asked; xs := {x.key: x.value | some row in input.rows; some x in row; x.key == key}]`;
  const rows = Array.from({ length: 60 }, (_, i) => [{ key: `k${i}`, value: i }]);
  const twice = [
    { key: "bad", value: 1 },
    { key: "bad", value: 2 },
  ];
  const asked = rows.flatMap(([row]) => (row === undefined ? [] : [row.key]));
  const policy = policyOf(rules);
  expect(() => policy.evaluate("data.t.r", { input: { rows: [...rows, twice], asked } })).toThrow("conflicting");
  const ones = asked.map(() => 1);
  expect(policy.evaluate("data.t.conflicts", { input: { rows: [...rows, twice], asked } })).toEqual(ones);
  expect(() => policy.evaluate("data.t.conflicts", { input: { rows: [...rows, twice], asked: ["bad"] } })).toThrow(
    "unique",
  );
});

it("tells every built-in error once for each key that is asked for", () => {
  const rules = `r := [xs | some key in input.asked; xs := [n | some row in input.rows; some x in row; x.key == key; n := to_number(x.value)]]`;
  const rows = Array.from({ length: 60 }, (_, i) => [{ key: `k${i}`, value: i === 59 ? "no number" : "1" }]);
  const asked = Array.from({ length: 50 }, (_, i) => `k${i}`);
  const errors: unknown[] = [];
  policyOf(rules).evaluate("data.t.r", { input: { rows, asked }, builtinError: (error) => errors.push(error) });
  expect(errors).toEqual([]);
});

it("gives up a search that costs more than it can spare", () => {
  const rules = `r := [count(xs) |
  some key in numbers.range(1, 6)
  xs := [z | some x in input; x == key; some y in input; some z in input; y + z == 0]
]`;
  const list = Array.from({ length: 40 }, (_, i) => i + 1);
  // For all 40 keys it would be 64,000 steps.
  const value = policyOf(rules).evaluate("data.t.r", { input: list, limits: { steps: 40_000 } });
  expect(value).toEqual([0, 0, 0, 0, 0, 0]);
});
