import { beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "../api-error.ts";
import { createWorkQueue, type WorkQueueOptions } from "./work-queue.ts";

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const backoff = { firstSeconds: 1, maxSeconds: 8 };

/** A queue whose work the test ends by hand: `finish` ends what is running, in the order it began. */
function queueOf(options: Partial<WorkQueueOptions<string>> = {}) {
  const started: string[] = [];
  const warned: string[] = [];
  const running: PromiseWithResolvers<{ againInSeconds?: number }>[] = [];
  const stop = new AbortController();
  const queue = createWorkQueue<string>({
    reconcile: (key) => {
      started.push(key);
      const work = Promise.withResolvers<{ againInSeconds?: number }>();
      running.push(work);
      return work.promise;
    },
    concurrency: 1,
    log: { warn: (_fields, message) => warned.push(message) },
    signal: stop.signal,
    backoff,
    ...options,
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const finish = async (how: { againInSeconds?: number } | Error = {}) => {
    const work = running.shift();
    if (how instanceof Error) work?.reject(how);
    else work?.resolve(how);
    await settle();
  };
  return { queue, started, warned, stop, finish };
}

it("works on as many keys at once as it may, in the order they were added", async () => {
  const { queue, started, finish } = queueOf({ concurrency: 2 });
  for (const key of ["a", "b", "c", "d"]) queue.add(key);
  expect(started).toEqual(["a", "b"]);
  await finish();
  expect(started).toEqual(["a", "b", "c"]);
});

it("takes a key that is added often once", async () => {
  const { queue, started, finish } = queueOf();
  for (const key of ["a", "b", "b", "b"]) queue.add(key);
  await finish();
  await finish();
  expect(started).toEqual(["a", "b"]);
});

it("takes a key that is added while in work again, but not at the same time", async () => {
  const { queue, started, finish } = queueOf({ concurrency: 5 });
  queue.add("a");
  queue.add("a");
  queue.add("a");
  expect(started).toEqual(["a"]);
  await finish();
  expect(started).toEqual(["a", "a"]);
  await finish();
  expect(queue.size()).toBe(0);
});

it("comes back to a key after the time it asked for", async () => {
  const { queue, started, finish } = queueOf();
  queue.add("a");
  await finish({ againInSeconds: 5 });
  await vi.advanceTimersByTimeAsync(4_999);
  expect(started).toEqual(["a"]);
  await vi.advanceTimersByTimeAsync(2);
  expect(started).toEqual(["a", "a"]);
});

it("waits longer after each failure and forgets them with a success", async () => {
  const { queue, started, warned, finish } = queueOf();
  vi.spyOn(Math, "random").mockReturnValue(1);
  queue.add("a");
  for (const seconds of [1, 2, 4, 8, 8]) {
    await finish(new Error("no"));
    const before = started.length;
    await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
    expect(started).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(2);
    expect(started).toHaveLength(before + 1);
  }
  expect(warned).toHaveLength(5);

  await finish();
  queue.add("a");
  await finish(new Error("no"));
  await vi.advanceTimersByTimeAsync(1_001);
  expect(started).toHaveLength(8);
});

it("waits as long as the server asks", async () => {
  const { queue, started, finish } = queueOf();
  queue.add("a");
  await finish(new ApiError({ code: 429, reason: "TooManyRequests", message: "", retryAfterSeconds: 60 }));
  await vi.advanceTimersByTimeAsync(59_000);
  expect(started).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(started).toHaveLength(2);
});

it("takes a waiting key at once when it is added, and not a second time", async () => {
  const { queue, started, finish } = queueOf();
  queue.addAfter("a", 60);
  queue.add("a");
  expect(started).toEqual(["a"]);
  await finish();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(started).toEqual(["a"]);
});

it("keeps the earlier of two times", async () => {
  const { queue, started } = queueOf();
  queue.addAfter("a", 10);
  queue.addAfter("a", 60);
  await vi.advanceTimersByTimeAsync(10_001);
  expect(started).toEqual(["a"]);
});

it("waits longer than one timer of Node can", async () => {
  const { queue, started } = queueOf();
  queue.addAfter("a", 40 * 24 * 3600);
  await vi.advanceTimersByTimeAsync(39 * 24 * 3600 * 1000);
  expect(started).toEqual([]);
  await vi.advanceTimersByTimeAsync(2 * 24 * 3600 * 1000);
  expect(started).toEqual(["a"]);
});

it("refuses keys beyond its limit, not those it knows", () => {
  const { queue, warned } = queueOf({ maxKeys: 2 });
  expect([queue.add("a"), queue.addAfter("b", 60), queue.add("c"), queue.add("b")]).toEqual([true, true, false, true]);
  expect(warned).toEqual(["work queue is full"]);
});

it("starts nothing after its signal aborts and drains when the last work has ended", async () => {
  const { queue, started, warned, stop, finish } = queueOf();
  queue.add("a");
  queue.add("b");
  queue.addAfter("c", 1);
  let isDrained = false;
  const drained = queue.drain().then(() => {
    isDrained = true;
  });
  stop.abort();
  expect(queue.add("d")).toBe(false);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(isDrained).toBe(false);

  await finish(new Error("stopped in the middle"));
  await drained;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(started).toEqual(["a"]);
  expect(warned).toEqual([]);
});

it("is drained when nothing is ready or in work", async () => {
  const { queue, finish } = queueOf();
  await queue.drain();
  queue.addAfter("later", 60);
  queue.add("a");
  queue.add("b");
  const drained = queue.drain();
  await finish();
  await finish();
  await drained;
  expect(queue.size()).toBe(1);
});
