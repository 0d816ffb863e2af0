import { zstdCompressSync } from "node:zlib";
import { expect } from "vitest";
import type { StoreEvent } from "../store.ts";
import type { Contract } from "./contract.ts";
import { change, key, put } from "./made.ts";

export const changesAreNumbered: Contract = {
  "numbers changes in the order they are committed in, whatever their kind": async (open) => {
    const { store } = await open();
    const first = await put(store, key("a", "x"), undefined);
    const second = await put(store, { ...key("a", "x"), kind: "others" }, undefined);
    const third = await put(store, first.key, first);
    expect(second.resourceVersion).toBeGreaterThan(first.resourceVersion);
    expect(third.resourceVersion).toBeGreaterThan(second.resourceVersion);
    expect(await store.newest()).toBe(third.resourceVersion);
  },

  "refuses to make what exists and to change what has been changed": async (open) => {
    const { store } = await open();
    const first = await put(store, key("a", "x"), undefined);
    await put(store, key("a", "x"), first);
    expect(await store.commit(change(key("a", "x"), undefined))).toEqual({ ok: false, reason: "exists" });
    expect(await store.commit(change(key("a", "x"), first))).toEqual({ ok: false, reason: "changed" });
    expect(await store.commit(change(key("a", "y"), first))).toEqual({ ok: false, reason: "changed" });
  },

  "knows how large a body is, however little of the disk it takes": async (open) => {
    const { store } = await open();
    expect(await store.bodySize(key("a", "none"))).toEqual({ stored: 0, read: 0 });
    await put(store, key("a", "small"), undefined, "x");
    await put(store, key("a", "large"), undefined, `"spec":"${"x".repeat(1_000_000)}"`);
    await put(store, key("a", "various"), undefined, Array.from({ length: 50_000 }, () => Math.random()).join());
    expect((await store.bodySize(key("a", "small"))).read).toBeLessThan(100);
    expect((await store.bodySize(key("a", "large"))).read).toBeGreaterThanOrEqual(1_000_000);
    expect((await store.bodySize(key("a", "various"))).stored).toBeGreaterThan(100_000);
  },

  "takes a body that was compressed before, and gives it back as text": async (open) => {
    const { store } = await open();
    const events: StoreEvent[] = [];
    store.subscribe("things", (event) => events.push(event));
    const body = `"spec":"${"x".repeat(100_000)}"`;
    const compressed = new Uint8Array(zstdCompressSync(body));
    const made = await store.commit({ ...change(key("a", "x"), undefined), body: "", compressed });
    expect(made.ok && made.revision.body).toBe(body);
    expect([events[0]?.revision.body, (await store.get(key("a", "x")))?.body]).toEqual([body, body]);
  },

  "takes a body as bytes, and gives it back as text": async (open) => {
    const { store } = await open();
    const events: StoreEvent[] = [];
    store.subscribe("things", (event) => events.push(event));
    const body = `"spec":"${"ü".repeat(50_000)}"`;
    const made = await store.commit({ ...change(key("a", "x"), undefined), body: "", bytes: Buffer.from(body) });
    expect(made.ok && made.revision.body).toBe(body);
    expect([events[0]?.revision.body, (await store.get(key("a", "x")))?.body]).toEqual([body, body]);
  },

  "lets exactly one of many changes of one state win": async (open) => {
    const { store } = await open();
    const first = await put(store, key("a", "x"), undefined);
    const results = await Promise.all(Array.from({ length: 50 }, () => store.commit(change(key("a", "x"), first))));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  },
};
