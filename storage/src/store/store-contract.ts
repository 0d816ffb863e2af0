import { zstdCompressSync } from "node:zlib";
import { expect } from "vitest";
import {
  type Change,
  ExpiredError,
  type Key,
  type Range,
  type Revision,
  type Store,
  type StoreEvent,
} from "./store.ts";

type OpenedStore = {
  store: Store;
  /** Closes it and opens what it kept. */
  reopen: () => Promise<Store>;
  /** Forgets all history but the last so many changes. */
  forgetHistory: (kept: number) => Promise<void>;
};

type Open = () => Promise<OpenedStore>;

/** A sentence and how it is judged: the promise is rejected where it does not hold. */
type Contract = Record<string, (open: Open) => Promise<void>>;

const changesAreNumbered: Contract = {
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

  "knows about how much a body takes": async (open) => {
    const { store } = await open();
    expect(await store.storedBytes(key("a", "none"))).toBe(0);
    await put(store, key("a", "small"), undefined, "x");
    await put(store, key("a", "large"), undefined, Array.from({ length: 50_000 }, () => Math.random()).join());
    expect(await store.storedBytes(key("a", "small"))).toBeLessThan(100);
    expect(await store.storedBytes(key("a", "large"))).toBeGreaterThan(100_000);
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

const changesAreTold: Contract = {
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

const worldIsListed: Contract = {
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

const listsAreJoined: Contract = {
  "joins a list as one text, page by page": async (open) => {
    const { store } = await open();
    const names = ["b/a", "a/c", "a/ü", "a/B", "b/gone"].map((name) => name.split("/") as [string, string]);
    for (const [namespace, name] of names) await put(store, key(namespace, name), undefined);
    const { resourceVersion: at } = await put(store, key("b", "z"), undefined);
    const gone = await store.get(key("b", "gone"));
    if (gone) await remove(store, gone);
    for (const range of [{}, { namespace: "a" }, { namespace: "none" }, { at }, { namespace: "b", at }]) {
      expect(await joinedPages(store, range)).toEqual(await listedPages(store, range));
    }
  },

  "joins nothing of what is forgotten": async (open) => {
    const { store, forgetHistory } = await open();
    const { resourceVersion: at } = await put(store, key("a", "x"), undefined);
    for (let i = 0; i < 5; i += 1) await put(store, key("a", `y${i}`), undefined);
    await forgetHistory(1);
    const reads =
      store.joined?.({ ...around, kind: "things", limit: 10, at }) ?? Promise.reject(new ExpiredError(0, 0));
    await expect(reads).rejects.toThrow(ExpiredError);
  },
};

const historyIsBounded: Contract = {
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

/** What every adapter of `Store` has to do, whatever it keeps objects in. */
export const storeContract: Contract = {
  ...changesAreNumbered,
  ...changesAreTold,
  ...worldIsListed,
  ...listsAreJoined,
  ...historyIsBounded,
};

function key(namespace: string, name: string): Key {
  return { kind: "things", namespace, name };
}

function change(at: Key, replaces: Revision | undefined, value = "v"): Change {
  const type = replaces ? "modified" : "added";
  return { key: at, type, replaces, metadata: `{"name":"${at.name}"}`, body: `"value":"${value}"`, digest: [1, 2] };
}

async function put(store: Store, at: Key, replaces: Revision | undefined, value?: string): Promise<Revision> {
  const committed = await store.commit(change(at, replaces, value));
  if (!committed.ok) throw new Error(committed.reason);
  return committed.revision;
}

async function remove(store: Store, revision: Revision): Promise<void> {
  const { resourceVersion: _, ...state } = revision;
  const committed = await store.commit({ ...state, type: "deleted", replaces: revision });
  if (!committed.ok) throw new Error(committed.reason);
}

const around = { head: '{"of":"things","metadata":', tail: ',"spec":{}}' };
type Part = Pick<Range, "namespace" | "at">;
type Pages = { pages: string[]; resourceVersion: number };

/** Pages of two, as `joined` has them where the adapter has it. */
async function joinedPages(store: Store, part: Part, after?: Range["after"]): Promise<Pages> {
  const read = await store.joined?.({ kind: "things", limit: 2, after, ...part, ...around });
  if (!read) return listedPages(store, part, after);
  const page = Buffer.from(read.text).toString();
  return withRest(page, read, (last) => joinedPages(store, part, last), read.last);
}

/** The same put together from `list`. */
async function listedPages(store: Store, part: Part, after?: Range["after"]): Promise<Pages> {
  const read = await store.list({ kind: "things", limit: 2, after, metadataOnly: true, ...part });
  const page = read.revisions
    .map(({ resourceVersion, metadata }) => `{"resourceVersion":"${resourceVersion}",${metadata.slice(1)}`)
    .map((metadata) => `${around.head}${metadata}${around.tail}`)
    .join();
  return withRest(page, read, (last) => listedPages(store, part, last), read.revisions.at(-1)?.key);
}

async function withRest(
  page: string,
  { more, resourceVersion }: { more: boolean; resourceVersion: number },
  rest: (last: Range["after"]) => Promise<Pages>,
  last: Range["after"],
): Promise<Pages> {
  return { pages: [page, ...(more ? (await rest(last)).pages : [])], resourceVersion };
}
