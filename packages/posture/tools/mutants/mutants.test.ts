import { expect, it } from "vitest";
import { countMutants, mutantOf } from "./mutants.ts";

const pod = { kind: "Pod", spec: { kind: 1, containers: [{ name: "a" }] } };
const all = Array.from({ length: countMutants(pod) }, (_, number) => mutantOf(pod, number));

it("changes each field and item of an object, one in each mutant", () => {
  const changed = new Set(all.map(({ change }) => change.split(": ")[0]));
  expect([...changed]).toEqual([
    "spec",
    "spec.kind",
    "spec.containers",
    "spec.containers[0]",
    "spec.containers[0].name",
  ]);
  expect(new Set(all.map(({ change }) => change)).size).toBe(all.length);
});

it("removes, empties and retypes, and leaves the object itself as it is", () => {
  const objectOf = (wanted: string) => all.find(({ change }) => change === wanted)?.object;
  expect(objectOf("spec.kind: removed")).toEqual({ kind: "Pod", spec: { containers: [{ name: "a" }] } });
  expect(objectOf("spec.containers[0]: removed")).toEqual({ kind: "Pod", spec: { kind: 1, containers: [] } });
  expect(objectOf("spec.containers: null")).toEqual({ kind: "Pod", spec: { kind: 1, containers: null } });
  expect(objectOf("spec.containers[0].name: 7")).toEqual({
    kind: "Pod",
    spec: { kind: 1, containers: [{ name: 7 }] },
  });
  expect(pod).toEqual({ kind: "Pod", spec: { kind: 1, containers: [{ name: "a" }] } });
});
