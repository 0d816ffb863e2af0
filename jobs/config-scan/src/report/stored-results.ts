import { type KubeObject, type Page, type Resource, resources, type Selection } from "@sortie/kube";
import { resourceIdAnnotation } from "@sortie/wire";
import { patiently, type Wait } from "../concurrency/patiently.ts";
import { type PassedControls, passedControls } from "../regressions/passed-controls.ts";
import { resultsHashAnnotation } from "./storable.ts";
import { isOutage, unavailable } from "./storage-outage.ts";

/** What storage has of earlier scans, by `<namespace>/<name>`. */
export type StoredResults = {
  scanHashes: Map<string, string>;
  summaryHashes: Map<string, string>;
  /** Controls that passed, of each summary. */
  passed: Map<string, PassedControls>;
  /** IDs of the resources that summaries are about. */
  owners: Map<string, string>;
};

type Deps = {
  storage: { list(resource: Resource, options: Selection & { signal: AbortSignal }): AsyncIterable<Page<KubeObject>> };
  wait: Wait;
  signal: AbortSignal;
};

/**
 * Reads what is stored, or the selected part of it. Lists of scans leave out `spec`, so of them only annotations are
 * looked at.
 *
 * @throws JobError `storage_unavailable`, to be retried.
 */
export async function readStored(selection: Selection, deps: Deps): Promise<StoredResults> {
  const [scanHashes, { summaryHashes, passed, owners }] = await Promise.all([
    readAll(resources.workloadConfigurationScans, selection, deps, scans),
    readAll(resources.workloadConfigurationScanSummaries, selection, deps, summaries),
  ]);
  return { scanHashes, summaryHashes, passed, owners };
}

/** What is gathered from objects, as they come. */
type Gathering<T> = () => { add: (key: string, object: KubeObject) => void; found: T };

const scans: Gathering<Map<string, string>> = () => {
  const found = new Map<string, string>();
  return { found, add: (key, object) => void found.set(key, hashOf(object)) };
};

const summaries: Gathering<Omit<StoredResults, "scanHashes">> = () => {
  const found = { summaryHashes: new Map(), passed: new Map(), owners: new Map() };
  const passedOf = passedControls();
  return {
    found,
    add(key, object) {
      found.summaryHashes.set(key, hashOf(object));
      found.passed.set(key, passedOf(object));
      const owner = object.metadata?.annotations?.[resourceIdAnnotation];
      if (owner !== undefined) found.owners.set(key, owner);
    },
  };
};

function hashOf({ metadata }: KubeObject): string {
  return metadata?.annotations?.[resultsHashAnnotation] ?? "";
}

async function readAll<T>(
  resource: Resource,
  selection: Selection,
  { storage, wait, signal }: Deps,
  gathering: Gathering<T>,
): Promise<T> {
  const read = async () => {
    const { add, found } = gathering();
    for await (const { items } of storage.list(resource, { ...selection, signal })) {
      for (const object of items) add(`${object.metadata?.namespace}/${object.metadata?.name}`, object);
    }
    return found;
  };
  try {
    return await patiently(read, isOutage, { wait, signal });
  } catch (err) {
    throw isOutage(err) ? unavailable(err) : err;
  }
}
