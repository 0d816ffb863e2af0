import type { Logger } from "@sortie/process";
import { remove } from "../api/delete-object.ts";
import { StatusError } from "../api/status.ts";
import { type Kind, type Kinds, resourceName } from "../kinds/kind.ts";
import { parseMetadata } from "../objects/object-text.ts";
import type { Store } from "../store/store.ts";

type Deps = { store: Store; kinds: Kinds; now: () => Date; log: Logger };

/**
 * Does in embedded mode what a cluster's garbage collector does: when an owner is gone, what it owned goes too, unless
 * another owner is left. Kubernetes, "Garbage Collection". Returns how to stop it.
 */
export function collectGarbage({ store, kinds, now, log }: Deps): () => void {
  const stored = kinds.all.filter((kind) => kind.verbs.includes("delete"));
  const stops = stored.map((kind) =>
    store.subscribe(resourceName(kind), ({ revision }) => {
      const { uid } = parseMetadata(revision);
      if (revision.type !== "deleted" || uid === undefined) return;
      collect(uid).catch((err: unknown) => log.error({ err, owner: revision.key.name }, "dependents were not deleted"));
    }),
  );

  async function collect(owner: string): Promise<void> {
    for (const kind of stored) {
      for (const { namespace, name, uid } of await dependents(kind, owner)) {
        const options = { uid, resourceVersion: undefined, propagation: undefined, dryRun: false };
        await remove(kind, { namespace, name }, options, { store, now, hasGarbageCollector: false }).catch(ignoreGone);
      }
    }
  }

  async function dependents(kind: Kind, owner: string) {
    const { revisions } = await store.list({ kind: resourceName(kind), limit: Number.MAX_SAFE_INTEGER });
    return revisions.flatMap((revision) => {
      const { ownerReferences = [], uid } = parseMetadata(revision);
      const isLast = ownerReferences.length === 1 && ownerReferences[0]?.uid === owner;
      return isLast && uid ? [{ ...revision.key, uid }] : [];
    });
  }

  return () => {
    for (const stop of stops) stop();
  };
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof StatusError && error.status.code === 404)) throw error;
}
