import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import type { Logger } from "@sortie/process";
import { remove } from "../api/write/delete-object.ts";
import { type Kind, type Kinds, resourceName } from "../meta/kind.ts";
import type { Metadata } from "../meta/metadata.ts";
import { StatusError } from "../meta/status.ts";
import { parseMetadata } from "../objects/object-text.ts";
import type { Revision, Store } from "../store/store.ts";

const pageSize = 500;
/** Deletions are gathered for so long: they come in numbers, and each look is one at all objects. */
const gatherMs = 200;
/** Deletions that are remembered for objects which come after their owner has gone. */
const rememberedDeletions = 1000;

/** A disk that is full has room again when somebody has made some. */
const tryAgainMs = 10_000;

/** Of a dependent, in the background. */
const deletion = { resourceVersion: undefined, propagation: undefined, dryRun: false };

/** `againMs`: how long after a failure it is tried again. */
type Deps = { store: Store; kinds: Kinds; now: () => Date; log: Logger; againMs?: number };

/**
 * Does in embedded mode what a cluster's garbage collector does: when an owner is gone, what it owned goes too, unless
 * another owner is left. Kubernetes, "Garbage Collection". Returns how to stop it.
 */
export function collectGarbage({ store, kinds, now, log, againMs = tryAgainMs }: Deps): () => void {
  const stored = kinds.all.filter((kind) => kind.verbs.includes("delete"));
  let gone = new Set<string>();
  let isCollecting = false;
  const stopped = new AbortController();
  /** UIDs that objects name as their owner. Few do: all other deletions leave nothing to look for. */
  const owners = new Set<string>();
  let areOwnersKnown = false;
  /** UIDs of what was deleted last. */
  const lately = new Set<string>();

  const stops = stored.map((kind) =>
    store.subscribe(resourceName(kind), ({ revision }) => {
      if (revision.type === "deleted") noteEnd(parseMetadata(revision));
      else for (const owner of noteOwners(revision)) if (lately.has(owner)) begin(owner);
    }),
  );

  function noteEnd({ uid }: Metadata): void {
    if (uid === undefined) return;
    remember(uid);
    if (!areOwnersKnown || owners.has(uid)) begin(uid);
  }

  function remember(uid: string): void {
    lately.add(uid);
    for (const first of lately) {
      if (lately.size <= rememberedDeletions) return;
      lately.delete(first);
    }
  }

  function begin(uid: string): void {
    gone.add(uid);
    if (!isCollecting) void collectAll();
  }

  /** Every look at all objects is for all owners that are gone by then. What it leaves nobody else would ever look for. */
  async function collectAll(): Promise<void> {
    isCollecting = true;
    while (gone.size > 0 && !stopped.signal.aborted) {
      await pause(gatherMs, undefined, { ref: false });
      const ended = gone;
      gone = new Set();
      await collect(ended).catch(async (err: unknown) => {
        log.error({ err }, "dependents were not deleted");
        gone = gone.union(ended);
        await pause(againMs, undefined, { ref: false });
      });
    }
    isCollecting = false;
  }

  async function collect(ended: ReadonlySet<string>): Promise<void> {
    for (const kind of stored) {
      for await (const revision of objectsOf(resourceName(kind))) await removeDependent(kind, revision, ended);
    }
    areOwnersKnown = true;
    for (const uid of ended) owners.delete(uid);
  }

  function noteOwners(revision: Revision): string[] {
    const named = ownersOf(revision);
    for (const uid of named) owners.add(uid);
    return named;
  }

  async function* objectsOf(kind: string): AsyncGenerator<Revision> {
    let after: { namespace: string; name: string } | undefined;
    for (;;) {
      const page = await store.list({ kind, after, limit: pageSize, metadataOnly: true });
      yield* page.revisions;
      if (!page.more) return;
      after = page.revisions.at(-1)?.key;
      await nextTurn();
    }
  }

  async function removeDependent(kind: Kind, revision: Revision, ended: ReadonlySet<string>): Promise<void> {
    const named = noteOwners(revision);
    if (named.length !== 1 || !ended.has(named[0] ?? "")) return;
    const options = { ...deletion, uid: parseMetadata(revision).uid };
    await remove(kind, revision.key, options, { store, now, hasGarbageCollector: false }).catch(ignoreOther);
  }

  return () => {
    stopped.abort();
    for (const stop of stops) stop();
  };
}

/** UIDs of its owners. */
function ownersOf(revision: Revision): string[] {
  // Few objects have any: the others need not be parsed.
  if (!revision.metadata.includes('"ownerReferences":')) return [];
  return (parseMetadata(revision).ownerReferences ?? []).map(({ uid }) => uid);
}

/** What is gone or was made anew is no dependent; what changes all the time is looked at again when it does. */
function ignoreOther(error: unknown): void {
  if (!(error instanceof StatusError && [404, 409].includes(error.status.code))) throw error;
}
