import { expect, it } from "vitest";
import { equal } from "./equal.ts";
import { Sight } from "./lens.ts";
import { objectOf } from "./objects.ts";
import { RegoSet } from "./rego-set.ts";
import type { Value } from "./value.ts";
import { ValueTable } from "./value-table.ts";

/** Values that differ at many places, late, or hardly; some of them equal. */
const makers: Readonly<Record<string, (n: number) => Value>> = {
  scalars: (n) => ["a", 1, true, null, `text ${n % 90}`, n % 70][n % 6] as Value,
  "answers about objects": (n) => ({
    message: "the same",
    object: [{ kind: "Pod", metadata: { name: `pod-${n % 150}`, labels: { app: "x" } } }],
    paths: ["spec", `spec.containers[${n % 3}]`],
  }),
  "lists of other lengths": (n) => Array.from({ length: n % 40 }, () => n % 2),
  "members in another order": (n) => (n % 2 === 0 ? { a: n % 10, b: [1] } : { b: [1], a: n % 10 }),
  "objects that lack members": (n) =>
    Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`k${i}`, (n >> i) % 2]).filter(([, bit]) => bit === 1)),
  "sets and objects with other keys": (n) => [RegoSet.of([n % 9, "x"]), objectOf([[n % 7, "y"]])],
  "numbers alike in 32 bits": (n) => [(n % 50) * 2 ** 32, n % 2 === 0],
  "pairs of everything": (n) => [n % 3, { deep: { deeper: [[[`${n % 11}`]]] } }, n % 5 === 0 ? null : { n: n % 13 }],
};

it("begins with what told the values of the table before apart, whatever comes now", () => {
  const sight = new Sight();
  for (const make of Object.values(makers)) {
    for (let round = 0; round < 2; round++) {
      const table = new ValueTable(sight);
      const added: Value[] = [];
      for (let n = 0; n < 60; n++) {
        const value = make(n);
        const isNew = !added.some((one) => equal(one, value));
        expect(table.add(value)).toBe(isNew);
        if (isNew) added.push(value);
      }
    }
  }
});

it("tells values apart at once that a table before had to learn to tell apart", () => {
  const sight = new Sight();
  const before = sight.lens;
  const table = new ValueTable(sight);
  for (let n = 0; n < 20; n++) table.add({ message: "the same", name: `pod-${n}` });
  expect(sight.lens).not.toBe(before);
  const learnt = sight.lens;
  const next = new ValueTable(sight);
  for (let n = 0; n < 20; n++) next.add({ message: "the same", name: `other-${n}` });
  expect(sight.lens).toBe(learnt);
});

it.each(Object.entries(makers))("numbers %s in the order in which they were added", (_what, make) => {
  const table = new ValueTable();
  const added: Value[] = [];
  for (let n = 0; n < 400; n++) {
    const value = make(n);
    const known = added.findIndex((one) => equal(one, value));
    expect(table.indexOf(value)).toBe(known);
    expect(table.add(value)).toBe(known < 0);
    if (known < 0) added.push(value);
  }
  expect(added.map((value) => table.indexOf(value))).toEqual(added.map((_, at) => at));
});
