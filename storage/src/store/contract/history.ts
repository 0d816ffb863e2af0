import { expect } from "vitest";
import { ExpiredError } from "../store.ts";
import type { Contract } from "./contract.ts";
import { key, put, remove } from "./made.ts";

export const historyIsBounded: Contract = {
  "forgets history but never the last state, and says so when asked for what is forgotten": async (open) => {
    const { store, forgetHistory } = await open();
    const untouched = await put(store, key("a", "untouched"), undefined, "kept");
    let last = await put(store, key("a", "x"), undefined);
    for (let i = 0; i < 20; i += 1) last = await put(store, last.key, last, `v${i}`);
    await remove(store, await put(store, key("a", "gone"), undefined));
    await forgetHistory(3);
    const { revisions } = await store.list({ kind: "things", limit: 10 });
    expect(revisions.map(({ key: { name }, body }) => [name, body])).toEqual([
      ["untouched", '"value":"kept"'],
      ["x", '"value":"v19"'],
    ]);
    const at = untouched.resourceVersion;
    await expect(store.list({ kind: "things", limit: 10, at })).rejects.toThrow(ExpiredError);
    const upTo = await store.newest();
    await expect(store.changes({ kind: "things", after: at, upTo, limit: 10 })).rejects.toThrow(ExpiredError);
    expect(
      (await store.changes({ kind: "things", after: upTo - 2, upTo, limit: 10 })).map((e) => e.revision.type),
    ).toEqual(["added", "deleted"]);
  },

  "keeps what it has acknowledged, and goes on counting, after it is opened again": async (open) => {
    const { store, reopen, forgetHistory } = await open();
    const large = "x".repeat(100_000);
    const kept = await put(store, key("a", "kept"), undefined, large);
    await remove(store, await put(store, key("a", "gone"), undefined));
    const newest = await store.newest();
    await forgetHistory(0);
    const again = await reopen();
    expect(await again.get(kept.key)).toEqual(kept);
    expect(await again.get(key("a", "gone"))).toBeUndefined();
    expect(again.resourceVersion).toBe(newest);
    expect((await put(again, key("a", "next"), undefined)).resourceVersion).toBeGreaterThan(newest);
    expect(await again.count("things")).toBe(2);
  },
};
