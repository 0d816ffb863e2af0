import { type Cluster, type KubeObject, metadataOnly, type Resource, resources } from "@sortie/kube";
import { JobError } from "@sortie/process";
import { forEachConcurrently } from "../concurrency/for-each-concurrently.ts";
import { patiently, type Wait } from "../concurrency/patiently.ts";
import type { RegressionWatch } from "../regressions/regression-watch.ts";
import type { ResultObjects } from "./result-objects.ts";
import { resultText } from "./result-text.ts";
import type { Storable } from "./storable.ts";
import { isOutage, unavailable } from "./storage-outage.ts";
import type { StoredResults } from "./stored-results.ts";

/** What of a connection to storage is used. */
export type Storage = Pick<Cluster, "get" | "create" | "update">;

type Deps = { storage: Storage; regressions: Pick<RegressionWatch, "replacing">; wait: Wait; signal: AbortSignal };

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
export async function writeResults(results: Iterable<Storable>, stored: StoredResults, deps: Deps): Promise<Written> {
  const counts = { written: 0, unchanged: 0 };
  const { scanHashes: scans, summaryHashes: summaries } = stored;
  try {
    await forEachConcurrently(results, writesAtOnce, async ({ namespace, name, hash, resource, objects }) => {
      const key = `${namespace}/${name}`;
      const isChanged = scans.get(key) !== hash || summaries.get(key) !== hash;
      counts[isChanged ? "written" : "unchanged"] += 1;
      if (!isChanged) return;
      const { scan, summary } = objects();
      await put(resources.workloadConfigurationScans, scan, scans.has(key), deps);
      const replacing = (before: KubeObject) => deps.regressions.replacing(resource, before, summary);
      await put(resources.workloadConfigurationScanSummaries, summary, summaries.has(key), deps, replacing);
    });
  } catch (err) {
    throw isOutage(err) ? unavailable(err) : err;
  }
  return counts;
}

/** Another writer between reading and writing is met by reading again; nobody else writes these objects all the time. */
const longestContest = 5;

async function put(
  resource: Resource,
  object: ResultObjects[keyof ResultObjects],
  isStored: boolean,
  deps: Deps,
  replacing?: (before: KubeObject) => Promise<void>,
): Promise<void> {
  const { storage, signal } = deps;
  const at = { namespace: object.metadata?.namespace, name: object.metadata?.name ?? "" };
  // What storage answers to a write is what was written.
  const briefly = { signal, accept: metadataOnly };
  const create = async () => {
    return (await storage.create(resource, object, { ...briefly, text: resultText(object) })).ok;
  };
  const replace = async () => {
    const current = await storage.get(resource, at, replacing === undefined ? briefly : { signal });
    if (!current) return create();
    await replacing?.(current);
    return (await storage.update(resource, laidOver(current, object), briefly)).ok;
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
