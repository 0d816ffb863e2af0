import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { createDelivery } from "./delivery.ts";

it("ends its turn when it has taken long enough, and goes on in the next ones in the same order", async () => {
  let now = 0;
  const delivery = createDelivery(() => now);
  const called: number[] = [];
  const calls = Array.from({ length: 5 }, (_, index) => () => {
    called.push(index);
    now += 2;
  });
  for (const call of calls) delivery.schedule(call);
  const inTurns: number[][] = [];
  while (called.length < calls.length) {
    inTurns.push([...called]);
    await nextTurn();
  }
  expect(inTurns).toEqual([[], [0, 1], [0, 1, 2, 3]]);
  expect(called).toEqual([0, 1, 2, 3, 4]);
});

it("calls once, and not in the same turn, who is scheduled again and again", async () => {
  const delivery = createDelivery();
  let calls = 0;
  const call = () => {
    calls += 1;
  };
  delivery.schedule(call);
  delivery.schedule(call);
  expect(calls).toBe(0);
  await nextTurn();
  await nextTurn();
  expect(calls).toBe(1);
});

it("calls all that are due when it is to finish, and whom they schedule later", async () => {
  const delivery = createDelivery();
  const called: string[] = [];
  const later = () => void called.push("later");
  delivery.schedule(() => {
    called.push("due");
    delivery.schedule(later);
  });
  delivery.finish();
  expect(called).toEqual(["due"]);
  await nextTurn();
  expect(called).toEqual(["due", "later"]);
});
