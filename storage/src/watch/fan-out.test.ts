import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { parseSelector } from "../objects/selectors.ts";
import { openMemoryStore } from "../testing/memory-store.ts";
import { createDelivery } from "./delivery.ts";
import { createFanOut, type EventView, type Subject } from "./fan-out.ts";
import { type Frame, framed } from "./frame.ts";

/** Shows only names. */
const view: EventView = { key: "names", event: ({ revision }) => framed([revision.key.name]) };
const everything: Subject = { kind: "scans", namespace: undefined, selector: parseSelector("", ""), view };

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** Watchers of which one is written to in each turn. */
function watchers(...names: string[]) {
  const { store } = openMemoryStore();
  let now = 0;
  const delivery = createDelivery(() => {
    now += 1000;
    return now;
  });
  const fanOut = createFanOut(store, delivery);
  const frames: Frame[] = [];
  /** Names of watchers with what they were sent, in the order in which it went out. */
  const sent: string[] = [];
  for (const name of names) {
    const push = (frame: Frame) => {
      frames.push(frame);
      delivery.schedule(() => void sent.push(`${name} ${Buffer.from(frame.bytes).toString()}`));
    };
    fanOut.join(everything, { position: store.resourceVersion, isFirst: false, push });
  }
  const create = (name: string) => {
    const key = { kind: "scans", namespace: "shop", name };
    return store.commit({ key, type: "added", metadata: "{}", body: "", digest: undefined, replaces: undefined });
  };
  return { create, frames, sent };
}

it("answers whoever writes before it tells those who watch", async () => {
  const { create, frames, sent } = watchers("one");
  await create("a");
  expect(frames).toEqual([]);
  await nextTurn();
  expect(sent).toEqual(["one a"]);
});

it("writes to some watchers in each turn, and to all before they are told of the next change", async () => {
  const { create, sent } = watchers("one", "two", "three", "four");
  await create("a");
  await nextTurn();
  expect(sent).toEqual(["one a"]);
  await nextTurn();
  expect(sent).toEqual(["one a", "two a"]);
  vi.advanceTimersByTime(20);
  await create("b");
  await nextTurn();
  expect(sent.slice(0, 5)).toEqual(["one a", "two a", "three a", "four a", "one b"]);
});

it("hands on together what follows fast upon a change", async () => {
  const { create, frames } = watchers("one");
  await create("a");
  await nextTurn();
  await create("b");
  vi.advanceTimersByTime(9);
  await create("c");
  vi.advanceTimersByTime(10);
  await nextTurn();
  expect(frames.length).toBe(1);
  vi.advanceTimersByTime(1);
  expect(frames.length).toBe(3);
});

it("makes one frame of a change for all who see it alike", async () => {
  const { create, frames } = watchers("one", "two", "three");
  await create("a");
  await create("b");
  await nextTurn();
  expect([frames.length, new Set(frames).size]).toEqual([6, 2]);
});
