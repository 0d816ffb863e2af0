import { zstdDecompressSync } from "node:zlib";
import {
  type Change,
  type Committed,
  ExpiredError,
  type Key,
  type Listed,
  type Range,
  type Revision,
  type Store,
  type StoreEvent,
} from "../store/store.ts";

type Logged = StoreEvent & { revision: Revision };

/** A store in memory, as small as the contract allows: what the contract says of every adapter it says of this one. */
export type MemoryStore = {
  store: Store;
  forgetHistory: (kept: number) => void;
};

export function openMemoryStore(): MemoryStore {
  const log: Logged[] = [];
  const listeners = new Map<string, Set<(event: StoreEvent) => void>>();
  let newest = 1;
  let oldest = 1;

  function states(upTo: number): Map<string, Revision> {
    const found = new Map<string, Revision>();
    for (const { revision } of log) if (revision.resourceVersion <= upTo) found.set(keyText(revision.key), revision);
    return found;
  }

  function live(key: Key): Revision | undefined {
    const last = states(newest).get(keyText(key));
    return last?.type === "deleted" ? undefined : last;
  }

  function commit(change: Change): Committed {
    const { replaces, compressed, bytes, ...state } = change;
    const last = live(change.key);
    if (last?.resourceVersion !== replaces?.resourceVersion)
      return { ok: false, reason: replaces ? "changed" : "exists" };
    newest += 1;
    const packed = compressed ? zstdDecompressSync(compressed) : bytes;
    const body = packed ? Buffer.from(packed).toString() : state.body;
    const revision = { ...state, body, resourceVersion: newest };
    const event = { revision, previous: last };
    log.push(event);
    for (const listener of listeners.get(change.key.kind) ?? []) listener(event);
    return { ok: true, revision };
  }

  function list({ kind, namespace, after, limit, at = newest, metadataOnly }: Range): Listed {
    if (at < oldest) throw new ExpiredError(at, oldest);
    const all = [...states(at).values()]
      .filter(({ key, type }) => key.kind === kind && type !== "deleted")
      .filter(({ key }) => namespace === undefined || key.namespace === namespace)
      .filter(({ key }) => after === undefined || inOrder(key, after) > 0)
      .toSorted((a, b) => inOrder(a.key, b.key));
    const revisions = all.slice(0, limit).map((each) => (metadataOnly ? { ...each, body: "" } : each));
    return { revisions, resourceVersion: at, more: all.length > limit };
  }

  const store: Store = {
    get resourceVersion() {
      return newest;
    },
    get: async (key) => live(key),
    bodySize: async (key) => {
      const size = live(key)?.body.length ?? 0;
      return { stored: size, read: size };
    },
    list: async (range) => list(range),
    commit: async (change) => commit(change),
    changes: async ({ kind, namespace, after, upTo, limit }) => {
      if (after < oldest) throw new ExpiredError(after, oldest);
      return log
        .filter(({ revision: { key, resourceVersion: at } }) => key.kind === kind && at > after && at <= upTo)
        .filter(({ revision }) => namespace === undefined || revision.key.namespace === namespace)
        .slice(0, limit);
    },
    subscribe: (kind, listener) => {
      const group = listeners.get(kind) ?? new Set();
      listeners.set(kind, group.add(listener));
      return () => group.delete(listener);
    },
    count: async (kind) => list({ kind, limit: Number.POSITIVE_INFINITY }).revisions.length,
    newest: async () => newest,
    close: async () => undefined,
  };
  return {
    store,
    forgetHistory: (kept) => {
      oldest = Math.max(oldest, newest - kept);
    },
  };
}

function keyText({ kind, namespace, name }: Key): string {
  return `${kind} ${namespace} ${name}`;
}

function inOrder(a: { namespace: string; name: string }, b: { namespace: string; name: string }): number {
  return Buffer.compare(Buffer.from(`${a.namespace}\0${a.name}`), Buffer.from(`${b.namespace}\0${b.name}`));
}
