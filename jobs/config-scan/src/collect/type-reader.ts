import { ApiError, type KubeObject, type Selection } from "@sortie/kube";
import { type Batch, batchSize, type Collected, typeKey, type Wanted, withoutHistory } from "@sortie/posture";
import { isChild } from "./is-child.ts";
import type { ScannedCluster } from "./scanned-cluster.ts";
import type { ServedType } from "./types-to-list.ts";
import { isOutage } from "./unreachable.ts";

export type TypeReader = {
  type: ServedType;
  /**
   * Reads what was not read before. Answers why the type could not be read in full, in which case what was read counts all
   * the same.
   */
  read: () => Promise<Refusal | undefined>;
};

/**
 * `isOfAll`: of everything that is wanted of the type, and not only of some namespaces. `isOutage`: whoever serves the type
 * is busy or away, and said nothing about it.
 */
export type Refusal = { reason: string; isOfAll: boolean; isOutage: boolean };

type Deps = { cluster: Pick<ScannedCluster, "list">; wanted: Wanted; signal: AbortSignal };

/** Reads one type. Objects that were seen are not new to a second attempt. */
export function typeReader(
  type: ServedType,
  deps: Deps,
  collected: Collected,
  onBatch: (batch: Batch) => void,
): TypeReader {
  const isNew = seenOnce();
  const take = (items: KubeObject[]) => {
    const objects = items
      .map((item) => completed(item, type))
      .filter((item) => isNew(item) && isOwn(item, deps.wanted));
    if (objects.length === 0) return;
    collected.kinds[typeKey(type)] = (collected.kinds[typeKey(type)] ?? 0) + objects.length;
    onBatch({ type, objects });
  };
  const selections = deps.wanted.selectionsOf(type);
  let unread = selections;
  return {
    type,
    async read() {
      const refused: { selection: Selection; error: ApiError }[] = [];
      for (const selection of unread) {
        const error = await refusalOf(readPages(type, selection, deps, take));
        if (error !== undefined) refused.push({ selection, error });
      }
      unread = refused.map(({ selection }) => selection);
      return (
        refused[0] && {
          reason: `cannot list ${type.plural}: ${refused[0].error.message}`,
          isOfAll: refused.length === selections.length,
          isOutage: refused.some(({ error }) => isOutage(error)),
        }
      );
    },
  };
}

/** Why the server did not let it be read; a type that is not served any more has no objects. */
async function refusalOf(reading: Promise<void>): Promise<ApiError | undefined> {
  try {
    await reading;
    return undefined;
  } catch (err) {
    if (!(err instanceof ApiError) || err.code === 401) throw err;
    return err.code === 404 ? undefined : err;
  }
}

/** A list that expired between two pages is read again from its start, once; objects that were seen are not new. */
async function readPages(
  type: ServedType,
  selection: Selection,
  { cluster, signal }: Deps,
  take: (items: KubeObject[]) => void,
): Promise<void> {
  const read = async () => {
    for await (const { items } of cluster.list(type, { ...selection, limit: batchSize, signal })) take(items);
  };
  await read().catch((err: unknown) => {
    if (err instanceof ApiError && err.code === 410) return read();
    throw err;
  });
}

function isOwn(object: KubeObject, wanted: Wanted): boolean {
  return !isChild(object) && wanted.includes(object);
}

function seenOnce(): (object: KubeObject) => boolean {
  const seen = new Set<string>();
  return ({ metadata }) => {
    const key = metadata?.uid ?? `${metadata?.namespace}/${metadata?.name}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  };
}

/** Items of a list carry no type of their own (Kubernetes API conventions, "Types (Kinds)"). */
function completed(item: KubeObject, { group, version, kind }: ServedType): KubeObject {
  item.apiVersion ??= group === "" ? version : `${group}/${version}`;
  item.kind ??= kind;
  return withoutHistory(item);
}
