import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { withOwnWrites } from "./own-writes.ts";

const job = (name: string, resourceVersion: string): KubeObject => ({ metadata: { name, resourceVersion } });

function observed(...mirrored: KubeObject[]) {
  const time = { now: Date.parse("2026-08-22T15:00:00Z") };
  const mirror = {
    list: () => mirrored,
    get: (name: string) => mirrored.find(({ metadata }) => metadata?.name === name),
  };
  const objects = withOwnWrites(mirror, { now: () => new Date(time.now) });
  const versions = () => objects.list().map(({ metadata }) => `${metadata?.name}@${metadata?.resourceVersion}`);
  return { objects, versions, mirrored, time };
}

it("shows a created object before the watch does", () => {
  const { objects, versions } = observed(job("a", "5"));
  objects.wrote(job("b", "7"));
  expect(versions()).toEqual(["a@5", "b@7"]);
});

it("shows a changed object until the watch has caught up, and then what the watch says", () => {
  const { objects, versions, mirrored } = observed(job("a", "9"));
  objects.wrote(job("a", "10"));
  expect(versions()).toEqual(["a@10"]);
  mirrored[0] = job("a", "11");
  expect(versions()).toEqual(["a@11"]);
});

it("believes the watch when it was faster than the answer to the write", () => {
  const { objects, versions } = observed(job("a", "12"));
  objects.wrote(job("a", "10"));
  expect(versions()).toEqual(["a@12"]);
});

it("forgets a written object that an event says is gone", () => {
  const { objects, versions } = observed();
  objects.wrote(job("a", "10"));
  objects.seen("a");
  expect(versions()).toEqual([]);
});

it("forgets a written object that no event ever shows", () => {
  const { objects, versions, time } = observed();
  objects.wrote(job("a", "10"));
  time.now += 31_000;
  expect(versions()).toEqual([]);
});

it("says when a written object is forgotten that was gone before the answer to the write", () => {
  const { objects, versions, mirrored, time } = observed();
  objects.seen("a");
  objects.wrote(job("a", "10"));
  time.now += 10_000;
  objects.wrote(job("b", "11"));
  mirrored.push(job("b", "11"));
  const seconds = objects.forgetsInSeconds() ?? 0;
  expect(seconds).toBe(21);
  time.now += seconds * 1000;
  expect([versions(), objects.forgetsInSeconds()]).toEqual([["b@11"], undefined]);
});
