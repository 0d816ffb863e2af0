import type { Change, Key, Revision, Store } from "../store.ts";

// What sentences of the contract write into a store.

export function key(namespace: string, name: string): Key {
  return { kind: "things", namespace, name };
}

export function change(at: Key, replaces: Revision | undefined, value = "v"): Change {
  const type = replaces ? "modified" : "added";
  return { key: at, type, replaces, metadata: `{"name":"${at.name}"}`, body: `"value":"${value}"`, digest: [1, 2] };
}

export async function put(store: Store, at: Key, replaces: Revision | undefined, value?: string): Promise<Revision> {
  const committed = await store.commit(change(at, replaces, value));
  if (!committed.ok) throw new Error(committed.reason);
  return committed.revision;
}

export async function remove(store: Store, revision: Revision): Promise<void> {
  const { resourceVersion: _, ...state } = revision;
  const committed = await store.commit({ ...state, type: "deleted", replaces: revision });
  if (!committed.ok) throw new Error(committed.reason);
}
