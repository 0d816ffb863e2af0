import { ApiError, type Cluster, type KubeObject, type Page, type Resource, type Selection } from "@sortie/kube";
import type { Scope } from "@sortie/posture";
import {
  type Batch,
  batchSize,
  type Collected,
  type ObjectSource,
  typeKey,
  type Unavailable,
  type Wanted,
  withoutHistory,
} from "@sortie/posture";
import { JobError } from "@sortie/process";
import { forEachConcurrently } from "../concurrency/for-each-concurrently.ts";
import { isChild } from "./is-child.ts";
import { listedNamespaces } from "./listed-namespaces.ts";
import { type ServedType, typesToList } from "./types-to-list.ts";
import { unreachable } from "./unreachable.ts";

/** What of a cluster is used. */
export type ScannedCluster = {
  discover(): Promise<ServedType[]>;
  list(type: Resource, options: Parameters<Cluster["list"]>[1]): AsyncIterable<Page<KubeObject>>;
};

type Deps = { cluster: ScannedCluster; scope?: Scope; readsSecrets: boolean; signal: AbortSignal };

/** Two lists in flight keep the evaluation busy; each more holds another page of up to 2 MB in memory. */
const listsAtOnce = 2;

/**
 * Reads the types that rules want from a cluster, page by page. A type that may not be read is no error: the rules that
 * need it say so instead.
 *
 * @throws JobError `cluster_unreachable`, to be retried.
 */
export function clusterSource(deps: Deps): ObjectSource {
  return {
    scope: deps.scope ?? "cluster",
    async namespaces() {
      try {
        return await listedNamespaces(deps.cluster, deps.signal);
      } catch (err) {
        throw unreachable(err);
      }
    },
    async collect(rules, wanted, onBatch) {
      const collected: Collected = { kinds: {}, unavailable: [] };
      try {
        const types = typesToList(rules, await deps.cluster.discover()).filter(
          (type) => wanted.selectionsOf(type).length > 0,
        );
        const [secrets, readable] = partition(types, (type) => isSecret(type) && !deps.readsSecrets);
        const refused: Unavailable[] = [];
        await forEachConcurrently(readable, listsAtOnce, async (type) => {
          const reason = await readType(type, { ...deps, wanted }, collected, onBatch);
          if (reason !== undefined) refused.push({ type, reason });
        });
        if (refused.length > 0 && refused.length === readable.length) throw nothingReadable(refused);
        collected.unavailable.push(...secrets.map((type) => ({ type, reason: noSecrets })), ...refused);
      } catch (err) {
        throw unreachable(err);
      }
      return collected;
    },
  };
}

const noSecrets = "Secrets are read only where READ_SECRETS is set (chart: global.enableClusterWideSecretAccess)";

function isSecret({ group, kind }: ServedType): boolean {
  return group === "" && kind === "Secret";
}

function partition<T>(all: T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** Answers why the type could not be read in full, in which case what was read so far counts all the same. */
async function readType(
  type: ServedType,
  deps: Deps & { wanted: Wanted },
  collected: Collected,
  onBatch: (batch: Batch) => void,
): Promise<string | undefined> {
  const isNew = seenOnce();
  const take = (items: KubeObject[]) => {
    const objects = items
      .map((item) => completed(item, type))
      .filter((item) => isNew(item) && isOwn(item, deps.wanted));
    if (objects.length === 0) return;
    collected.kinds[typeKey(type)] = (collected.kinds[typeKey(type)] ?? 0) + objects.length;
    onBatch({ type, objects });
  };
  try {
    for (const selection of deps.wanted.selectionsOf(type)) await readPages(type, selection, deps, take);
    return undefined;
  } catch (err) {
    if (!(err instanceof ApiError) || err.code === 401) throw err;
    return err.code === 404 ? undefined : `cannot list ${type.plural}: ${err.message}`;
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

function nothingReadable([first]: Unavailable[]): JobError {
  return new JobError("cluster_unreachable", `no kind can be read: ${first?.reason}`, { retry: true });
}
