// The contract is for every adapter: one in memory keeps it, and each way to break it is noticed.
import { expect, it } from "vitest";
import { openMemoryStore } from "../testing/memory-store.ts";
import type { Change, Committed, Store, StoreEvent } from "./store.ts";
import { storeContract } from "./store-contract.ts";

type Break = (store: Store) => Partial<Store>;

/** @param broken What an adapter with a mistake does instead. */
const opening =
  (broken: Break = () => ({})) =>
  async () => {
    const { store, forgetHistory } = openMemoryStore();
    // Assigned, getters would be read once.
    const own = Object.getOwnPropertyDescriptors(broken(store));
    const adapter = Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(store), ...own }) as Store;
    return { store: adapter, reopen: async () => adapter, forgetHistory: async (kept: number) => forgetHistory(kept) };
  };

for (const [sentence, judge] of Object.entries(storeContract)) it(sentence, () => judge(opening()));

const mistakes: [what: string, sentence: string, broken: Break][] = [
  [
    "numbers changes that nobody else sees yet",
    "shows no change before all that have a smaller number",
    (store) => ({ newest: async () => (await store.newest()) + 5 }),
  ],
  [
    "tells of two changes in the wrong order",
    "tells subscribers of every change once, in order, with the state before it",
    (store) => ({ subscribe: (kind, listener) => store.subscribe(kind, swapped(listener)) }),
  ],
  [
    "tells of a change twice",
    "tells subscribers of every change once, in order, with the state before it",
    (store) => ({ subscribe: (kind, listener) => store.subscribe(kind, twice(listener)) }),
  ],
  [
    "forgets the state before",
    "gives back history with the states before, and nothing of other kinds and namespaces",
    (store) => ({
      changes: async (range) => (await store.changes(range)).map(({ revision }) => ({ revision, previous: undefined })),
    }),
  ],
  [
    "mixes namespaces",
    "gives back history with the states before, and nothing of other kinds and namespaces",
    (store) => ({ changes: async (range) => store.changes({ ...range, namespace: undefined }) }),
  ],
  [
    "takes every change",
    "refuses to make what exists and to change what has been changed",
    (store) => ({ commit: async (change) => store.commit({ ...change, replaces: await store.get(change.key) }) }),
  ],
  [
    "lets the last of many win",
    "lets exactly one of many changes of one state win",
    (store) => ({ commit: async (change) => commitAnyway(store, change) }),
  ],
  [
    "lists what is newest, whatever is asked for",
    "lists the world as it was at an earlier change",
    (store) => ({ list: async ({ at: _at, ...range }) => store.list(range) }),
  ],
  [
    "sorts as people do",
    "lists in the order of namespace and name, page by page",
    (store) => ({
      list: async (range) => {
        const listed = await store.list(range);
        const byName = listed.revisions.toSorted((a, b) => a.key.name.localeCompare(b.key.name));
        return { ...listed, revisions: byName };
      },
    }),
  ],
  [
    "shows bodies to those who want none",
    "leaves bodies out of a list of metadata",
    (store) => ({ list: async ({ metadataOnly: _metadataOnly, ...range }) => store.list(range) }),
  ],
  [
    "answers about history that is gone with nothing",
    "forgets history but never the last state, and says so when asked for what is forgotten",
    (store) => ({ changes: async (range) => store.changes(range).catch(() => []) }),
  ],
  [
    "starts to count again",
    "keeps what it has acknowledged, and goes on counting, after it is opened again",
    (store) => ({ count: async () => 0, get: async (key) => store.get(key) }),
  ],
];

it.each(mistakes)("notices an adapter that %s", async (_what, sentence, broken) => {
  const judge = storeContract[sentence];
  await expect(judge?.(opening(broken))).rejects.toThrow();
});

async function commitAnyway(store: Store, change: Change): Promise<Committed> {
  const committed = await store.commit({ ...change, replaces: await store.get(change.key) });
  return committed.ok ? committed : commitAnyway(store, change);
}

type Listener = (event: StoreEvent) => void;

function swapped(listener: Listener): Listener {
  let held: StoreEvent | undefined;
  return (event) => {
    if (!held) {
      held = event;
      return;
    }
    listener(event);
    listener(held);
    held = undefined;
  };
}

function twice(listener: Listener): Listener {
  return (event) => {
    listener(event);
    listener(event);
  };
}
