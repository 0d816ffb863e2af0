import { expect, it } from "vitest";
import type { Value } from "../values/value.ts";
import { Indexes, joinPath } from "./indexes.ts";

const kind = joinPath(["kind"]);
const name = joinPath(["metadata", "name"]);
const objects: Value[] = Array.from({ length: 60 }, (_, i) => ({
  kind: i % 2 === 0 ? "Pod" : "Service",
  metadata: { name: `n${i}` },
}));

/** As often as a list is scanned before it is indexed. */
function indexed(): Indexes {
  const indexes = new Indexes();
  for (let i = 0; i < 2; i++) expect(indexes.positions(objects, [kind], ["Pod"])).toBeNull();
  return indexes;
}

it("finds the members with a value, in order", () => {
  expect(indexed().positions(objects, [kind], ["Service"])?.slice(0, 3)).toEqual([1, 3, 5]);
});

it("finds the members with one of several values, in order", () => {
  const both = new Set<Value>(["Service", "Pod", "Node"]);
  expect(indexed().positions(objects, [kind], [both])).toEqual(objects.map((_, i) => i));
});

it("answers with what fewest members satisfy", () => {
  expect(indexed().positions(objects, [kind, name], ["Pod", "n3"])).toEqual([3]);
});

it("leaves a search for what is no scalar to the caller", () => {
  expect(indexed().positions(objects, [kind], [["Pod"]])).toBeNull();
});

it("leaves a short list to the caller", () => {
  const indexes = new Indexes();
  const short = objects.slice(0, 5);
  for (let i = 0; i < 5; i++) expect(indexes.positions(short, [kind], ["Pod"])).toBeNull();
});
