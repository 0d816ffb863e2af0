import { expect, it } from "vitest";
import { forEachConcurrently } from "./for-each-concurrently.ts";

it("works on all items, never on more than the limit, and takes them only when there is room", async () => {
  let taken = 0;
  let inFlight = 0;
  const most: number[] = [];
  function* items() {
    for (taken = 0; taken < 10; taken += 1) yield taken;
  }
  const done: number[] = [];
  await forEachConcurrently(items(), 3, async (item) => {
    inFlight += 1;
    most.push(inFlight);
    expect(taken - done.length).toBeLessThanOrEqual(3);
    await Promise.resolve();
    inFlight -= 1;
    done.push(item);
  });
  expect(done.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(Math.max(...most)).toBe(3);
});

it("starts nothing more after a failure", async () => {
  const started: number[] = [];
  const work = async (item: number) => {
    started.push(item);
    if (item === 1) throw new Error("no room");
    await Promise.resolve();
  };
  await expect(forEachConcurrently([0, 1, 2, 3, 4, 5, 6, 7], 2, work)).rejects.toThrow("no room");
  expect(started.length).toBeLessThan(5);
});
