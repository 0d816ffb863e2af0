import { expect } from "vitest";
import type { Store } from "../store.ts";
import type { Contract } from "./contract.ts";
import { key, put, remove } from "./made.ts";

export const worldIsListed: Contract = {
  "lists in the order of namespace and name, page by page": async (open) => {
    const { store } = await open();
    for (const [namespace, name] of [
      ["b", "a"],
      ["a", "c"],
      ["a", "a"],
      ["a", "B"],
    ] as const) {
      await put(store, key(namespace, name), undefined);
    }
    const names = async (range: Partial<Parameters<Store["list"]>[0]>) => {
      const { revisions, more } = await store.list({ kind: "things", limit: 10, ...range });
      return [revisions.map((revision) => `${revision.key.namespace}/${revision.key.name}`), more];
    };
    expect(await names({})).toEqual([["a/B", "a/a", "a/c", "b/a"], false]);
    expect(await names({ namespace: "a", limit: 2 })).toEqual([["a/B", "a/a"], true]);
    expect(await names({ namespace: "a", limit: 2, after: { namespace: "a", name: "a" } })).toEqual([["a/c"], false]);
    expect(await names({ limit: 2, after: { namespace: "a", name: "c" } })).toEqual([["b/a"], false]);
  },

  "lists the world as it was at an earlier change": async (open) => {
    const { store } = await open();
    const x = await put(store, key("a", "x"), undefined, "old");
    const y = await put(store, key("a", "y"), undefined, "old");
    const at = y.resourceVersion;
    await put(store, x.key, x, "new");
    await remove(store, y);
    await put(store, key("a", "z"), undefined);
    const then = await store.list({ kind: "things", limit: 10, at });
    expect(then.revisions.map(({ key: { name }, body }) => [name, body])).toEqual([
      ["x", '"value":"old"'],
      ["y", '"value":"old"'],
    ]);
    expect(then.resourceVersion).toBe(at);
    const now = await store.list({ kind: "things", limit: 10 });
    expect(now.revisions.map((revision) => revision.key.name)).toEqual(["x", "z"]);
  },

  "leaves bodies out of a list of metadata": async (open) => {
    const { store } = await open();
    await put(store, key("a", "x"), undefined);
    const { revisions } = await store.list({ kind: "things", limit: 10, metadataOnly: true });
    expect(revisions[0]).toMatchObject({ body: "", metadata: '{"name":"x"}' });
  },
};
