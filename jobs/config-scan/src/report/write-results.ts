import {
  ApiError,
  type Cluster,
  ConnectionError,
  type KubeObject,
  type Page,
  type Resource,
  resources,
} from "@sortie/kube";
import { JobError } from "@sortie/process";
import { forEachConcurrently } from "../concurrency/for-each-concurrently.ts";
import { patiently, type Wait } from "../concurrency/patiently.ts";
import { type Result, resultsHashAnnotation } from "./results.ts";

/** What of a connection to storage is used. */
export type Storage = Pick<Cluster, "get" | "create" | "update"> & {
  list(resource: Resource, options: { signal: AbortSignal }): AsyncIterable<Page<KubeObject>>;
};

type Deps = { storage: Storage; wait: Wait; signal: AbortSignal };

/** How many resources' results were written, and how many were there already. */
export type Written = { written: number; unchanged: number };

/** Writes in flight. Storage commits them in groups, so a few are faster than one; many only wait. */
const writesAtOnce = 8;

/**
 * Stores results and leaves alone what storage has already, so that a second scan of an unchanged cluster writes nothing.
 * Safe to run twice: a retried Job writes what the attempt before it did not get to.
 *
 * @throws JobError `storage_unavailable`, to be retried.
 */
export async function writeResults(results: Iterable<Result>, deps: Deps): Promise<Written> {
  const counts = { written: 0, unchanged: 0 };
  try {
    const scans = await readHashes(resources.workloadConfigurationScans, deps);
    const summaries = await readHashes(resources.workloadConfigurationScanSummaries, deps);
    await forEachConcurrently(results, writesAtOnce, async ({ namespace, name, hash, objects }) => {
      const key = `${namespace}/${name}`;
      const isChanged = scans.get(key) !== hash || summaries.get(key) !== hash;
      counts[isChanged ? "written" : "unchanged"] += 1;
      if (!isChanged) return;
      const { scan, summary } = objects();
      await put(resources.workloadConfigurationScans, scan, scans.has(key), deps);
      await put(resources.workloadConfigurationScanSummaries, summary, summaries.has(key), deps);
    });
  } catch (err) {
    throw isOutage(err) ? unavailable(err) : err;
  }
  return counts;
}

/** Hashes of what is stored, by namespace and name. Lists may leave out `spec`, so nothing else is looked at. */
function readHashes(resource: Resource, { storage, wait, signal }: Deps): Promise<Map<string, string>> {
  const read = async () => {
    const hashes = new Map<string, string>();
    for await (const { items } of storage.list(resource, { signal })) {
      for (const { metadata } of items) {
        const hash = metadata?.annotations?.[resultsHashAnnotation] ?? "";
        hashes.set(`${metadata?.namespace}/${metadata?.name}`, hash);
      }
    }
    return hashes;
  };
  return patiently(read, isOutage, { wait, signal });
}

/** Another writer between reading and writing is met by reading again; nobody else writes these objects all the time. */
const longestContest = 5;

async function put(resource: Resource, object: KubeObject, isStored: boolean, deps: Deps): Promise<void> {
  const { storage, signal } = deps;
  const at = { namespace: object.metadata?.namespace, name: object.metadata?.name ?? "" };
  const create = async () => (await storage.create(resource, object, { signal })).ok;
  const replace = async () => {
    const current = await storage.get(resource, at, { signal });
    return current ? (await storage.update(resource, laidOver(current, object), { signal })).ok : create();
  };
  if (!isStored && (await patiently(create, isOutage, deps))) return;
  for (let attempt = 0; attempt < longestContest; attempt += 1) {
    if (await patiently(replace, isOutage, deps)) return;
  }
  throw new JobError("storage_unavailable", `${at.namespace}/${at.name} keeps changing`, { retry: true });
}

/** Our fields replace what is there; labels and annotations of others stay. */
function laidOver(current: KubeObject, object: KubeObject): KubeObject {
  const metadata = {
    ...current.metadata,
    labels: { ...current.metadata?.labels, ...object.metadata?.labels },
    annotations: { ...current.metadata?.annotations, ...object.metadata?.annotations },
  };
  return { ...object, metadata };
}

/** An object that storage refuses for what it is would be refused again: that is our mistake and no outage. */
function isOutage(err: unknown): err is Error {
  return err instanceof ConnectionError || (err instanceof ApiError && ![400, 413, 422].includes(err.code));
}

function unavailable(cause: Error): JobError {
  return new JobError("storage_unavailable", `cannot store results: ${cause.message}`, { retry: true, cause });
}
