import type { Cluster, KubeObject, Resource, Selection, WatchEvent } from "../cluster.ts";

export type ObserveOptions = {
  signal: AbortSignal;
  /** Called for every object that appears, changes or goes, with its `objectKey`. */
  onChange?: ((key: string) => void) | undefined;
  onInterrupted?: ((err: unknown) => void) | undefined;
};

/** What is known of a resource. What is read is shared: callers do not change it. */
export type Observed<T> = {
  get: (namespace: string | undefined, name: string) => T | undefined;
  list: () => T[];
  /** Resolves with the first complete list; rejects when the signal aborts before. */
  synced: Promise<void>;
};

/** `namespace/name`, or the name of a cluster-scoped object. */
export function objectKey(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/**
 * Keeps a mirror of a resource in memory with one list and watch, without `managedFields`, which are half of an object
 * and nothing that a scan reads. It is as large as what `selection` selects.
 */
export function observe<T extends KubeObject>(
  cluster: Pick<Cluster, "watch">,
  resource: Resource,
  selection: Selection,
  { signal, onChange = () => {}, onInterrupted }: ObserveOptions,
): Observed<T> {
  const known = new Map<string, T>();
  const { promise: synced, resolve, reject } = Promise.withResolvers<void>();
  synced.catch(() => {}); // whoever waits for it is told; nobody has to wait

  async function follow(): Promise<void> {
    for await (const event of cluster.watch<T>(resource, { ...selection, signal, onInterrupted })) {
      for (const key of take(known, event)) onChange(key);
      if (event.type === "relisted") resolve();
    }
    reject(signal.reason);
  }
  // A throw is one of `onChange`: a bug, which ends the program as an unhandled rejection.
  void follow();

  return {
    get: (namespace, name) => known.get(objectKey(namespace, name)),
    list: () => [...known.values()],
    synced,
  };
}

/** Brings what is known up to an event and returns the keys of what changed. */
function take<T extends KubeObject>(known: Map<string, T>, event: WatchEvent<T>): string[] {
  if (event.type === "relisted") return replaceAll(known, event.objects);
  const key = keyOf(event.object);
  if (event.type === "deleted") known.delete(key);
  else known.set(key, trimmed(event.object));
  return [key];
}

/** A new list after a gap: what differs from before has changed meanwhile. */
function replaceAll<T extends KubeObject>(known: Map<string, T>, objects: T[]): string[] {
  const before = new Map(known);
  known.clear();
  const changed: string[] = [];
  for (const object of objects) {
    const key = keyOf(object);
    if (!isSameVersion(before.get(key), object)) changed.push(key);
    before.delete(key);
    known.set(key, trimmed(object));
  }
  return [...changed, ...before.keys()];
}

function isSameVersion(one: KubeObject | undefined, other: KubeObject): boolean {
  return (
    one !== undefined &&
    one.metadata?.resourceVersion === other.metadata?.resourceVersion &&
    one.metadata?.uid === other.metadata?.uid
  );
}

function keyOf({ metadata }: KubeObject): string {
  return objectKey(metadata?.namespace, metadata?.name ?? "");
}

function trimmed<T extends KubeObject>(object: T): T {
  delete object.metadata?.managedFields;
  return object;
}
