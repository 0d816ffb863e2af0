import { type KubeObject, type Page, type Resource, resources, type Selection } from "@sortie/kube";
import { resourceIdAnnotation } from "@sortie/wire";
import { patiently, type Wait } from "../concurrency/patiently.ts";
import { resultsHashAnnotation } from "./storable.ts";
import { isOutage, unavailable } from "./storage-outage.ts";

/** What storage has of earlier scans, by `<namespace>/<name>`. */
export type StoredResults = {
  scanHashes: Map<string, string>;
  summaryHashes: Map<string, string>;
  /** IDs of the resources that summaries are about. */
  owners: Map<string, string>;
};

type Deps = {
  storage: { list(resource: Resource, options: Selection & { signal: AbortSignal }): AsyncIterable<Page<KubeObject>> };
  wait: Wait;
  signal: AbortSignal;
};

/**
 * Reads what is stored, or the selected part of it. Lists may leave out `spec`, so only annotations are looked at.
 *
 * @throws JobError `storage_unavailable`, to be retried.
 */
export async function readStored(selection: Selection, deps: Deps): Promise<StoredResults> {
  const owners = new Map<string, string>();
  const scanHashes = await readHashes(resources.workloadConfigurationScans, selection, deps);
  const summaryHashes = await readHashes(resources.workloadConfigurationScanSummaries, selection, deps, owners);
  return { scanHashes, summaryHashes, owners };
}

async function readHashes(
  resource: Resource,
  selection: Selection,
  { storage, wait, signal }: Deps,
  owners?: Map<string, string>,
): Promise<Map<string, string>> {
  const read = async () => {
    const hashes = new Map<string, string>();
    for await (const { items } of storage.list(resource, { ...selection, signal })) {
      for (const { metadata } of items) {
        const key = `${metadata?.namespace}/${metadata?.name}`;
        hashes.set(key, metadata?.annotations?.[resultsHashAnnotation] ?? "");
        const owner = metadata?.annotations?.[resourceIdAnnotation];
        if (owner !== undefined) owners?.set(key, owner);
      }
    }
    return hashes;
  };
  try {
    return await patiently(read, isOutage, { wait, signal });
  } catch (err) {
    throw isOutage(err) ? unavailable(err) : err;
  }
}
