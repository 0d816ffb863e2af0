import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import type { Logger } from "@sortie/process";
import { remove } from "../api/delete-object.ts";
import { StatusError } from "../api/status.ts";
import { type Kind, type Kinds, resourceName } from "../kinds/kind.ts";
import { parseMetadata } from "../objects/object-text.ts";
import type { Revision, Store } from "../store/store.ts";

const pageSize = 500;
/** Deletions are gathered for so long: they come in numbers, and each look is one at all objects. */
const gatherMs = 200;

type Deps = { store: Store; kinds: Kinds; now: () => Date; log: Logger };

/**
 * Does in embedded mode what a cluster's garbage collector does: when an owner is gone, what it owned goes too, unless
 * another owner is left. Kubernetes, "Garbage Collection". Returns how to stop it.
 */
export function collectGarbage({ store, kinds, now, log }: Deps): () => void {
  const stored = kinds.all.filter((kind) => kind.verbs.includes("delete"));
  let gone = new Set<string>();
  let isCollecting = false;

  const stops = stored.map((kind) =>
    store.subscribe(resourceName(kind), ({ revision }) => {
      if (revision.type !== "deleted") return;
      const { uid } = parseMetadata(revision);
      if (uid !== undefined) gone.add(uid);
      if (!isCollecting) void collectAll();
    }),
  );

  /** Every look at all objects is for all owners that are gone by then. */
  async function collectAll(): Promise<void> {
    isCollecting = true;
    while (gone.size > 0) {
      await pause(gatherMs, undefined, { ref: false });
      const owners = gone;
      gone = new Set();
      await collect(owners).catch((err: unknown) => log.error({ err }, "dependents were not deleted"));
    }
    isCollecting = false;
  }

  async function collect(owners: ReadonlySet<string>): Promise<void> {
    for (const kind of stored) {
      for await (const revision of objectsOf(resourceName(kind))) await removeDependent(kind, revision, owners);
    }
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

  async function removeDependent(kind: Kind, revision: Revision, owners: ReadonlySet<string>): Promise<void> {
    // Few objects have owners: the others need not be parsed.
    if (!revision.metadata.includes('"ownerReferences":')) return;
    const { ownerReferences = [], uid } = parseMetadata(revision);
    if (ownerReferences.length !== 1 || !owners.has(ownerReferences[0]?.uid ?? "")) return;
    const options = { uid, resourceVersion: undefined, propagation: undefined, dryRun: false };
    await remove(kind, revision.key, options, { store, now, hasGarbageCollector: false }).catch(ignoreGone);
  }

  return () => {
    for (const stop of stops) stop();
  };
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof StatusError && error.status.code === 404)) throw error;
}
