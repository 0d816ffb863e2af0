import { expect } from "vitest";
import type { StoreEvent } from "../store.ts";
import type { Contract } from "./contract.ts";
import { key, put, remove } from "./made.ts";

export const changesAreTold: Contract = {
  "tells subscribers of every change once, in order, with the state before it": async (open) => {
    const { store } = await open();
    const events: StoreEvent[] = [];
    store.subscribe("things", (event) => events.push(event));
    const made = await Promise.all(Array.from({ length: 300 }, (_, i) => put(store, key("a", `n${i}`), undefined)));
    await Promise.all(made.map((revision) => put(store, revision.key, revision)));
    const versions = events.map(({ revision }) => revision.resourceVersion);
    expect(versions).toHaveLength(600);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(600);
    expect(events.slice(300).every(({ previous }) => previous !== undefined)).toBe(true);
  },

  "shows no change before all that have a smaller number": async (open) => {
    const { store } = await open();
    const after = await store.newest();
    const told: number[] = [];
    store.subscribe("things", ({ revision }) => told.push(revision.resourceVersion));
    const writing = Promise.all(Array.from({ length: 200 }, (_, i) => put(store, key("a", `n${i}`), undefined)));
    const seen: { upTo: number; versions: number[]; told: number[]; toldUpTo: number }[] = [];
    for (let round = 0; round < 20; round += 1) {
      const upTo = await store.newest();
      const events = await store.changes({ kind: "things", after, upTo, limit: 1000 });
      const versions = events.map(({ revision }) => revision.resourceVersion);
      seen.push({ upTo, versions, told: [...told], toldUpTo: store.resourceVersion });
    }
    await writing;
    const all = await store.changes({ kind: "things", after, upTo: await store.newest(), limit: 1000 });
    const versions = all.map(({ revision }) => revision.resourceVersion);
    for (const moment of seen) {
      expect(moment.versions).toEqual(versions.filter((version) => version <= moment.upTo));
      expect(moment.told).toEqual(versions.filter((version) => version <= moment.toldUpTo));
    }
  },

  "gives back history with the states before, and nothing of other kinds and namespaces": async (open) => {
    const { store } = await open();
    const start = await store.newest();
    const first = await put(store, key("a", "x"), undefined, "one");
    await put(store, key("b", "y"), undefined, "other");
    await put(store, { ...key("a", "x"), kind: "others" }, undefined);
    const second = await put(store, key("a", "x"), first, "two");
    await remove(store, second);
    const upTo = await store.newest();
    const range = { kind: "things", namespace: "a", after: start, upTo, limit: 100 };
    const events = await store.changes(range);
    expect(events.map(({ revision, previous }) => [revision.type, revision.body, previous?.body])).toEqual([
      ["added", '"value":"one"', undefined],
      ["modified", '"value":"two"', '"value":"one"'],
      ["deleted", '"value":"two"', '"value":"two"'],
    ]);
    expect(await store.changes({ ...range, limit: 1 })).toHaveLength(1);
    expect(await store.changes({ ...range, after: first.resourceVersion, upTo: second.resourceVersion })).toHaveLength(
      1,
    );
  },
};
