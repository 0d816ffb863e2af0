import { type KubeObject, metadataOnlyList, objectKey, resources, type Selection } from "@sortie/kube";
import type { OwnerOf } from "@sortie/posture";
import { resourceIdAnnotation } from "@sortie/wire";
import { type PassedBefore, passedBefore } from "./passed-before.ts";
import { type Listing, readAll } from "./read-all.ts";
import { resultsHashAnnotation } from "./storable.ts";

/** What storage has of earlier scans, by `objectKey`. */
export type StoredResults = {
  /** Of a scan and its summary, where both are there and say the same. */
  hashOf: (key: string) => string | undefined;
  /** ID of the resource that the summary is about. */
  ownerOf: OwnerOf;
  /** Controls that passed in the summary, where there is one. */
  passedBefore: (...at: Parameters<PassedBefore>) => ReturnType<PassedBefore> | undefined;
};

/** A hundred thousand of these are held while results are written, so hash and key stand there once. */
type Stored = { hash: string; owner: string | undefined; isWhole: boolean };

/**
 * Reads the metadata of what is stored, or of the selected part of it.
 *
 * @throws JobError `storage_unavailable`, to be retried.
 */
export async function readStored(selection: Selection, deps: Listing): Promise<StoredResults> {
  const stored = new Map<string, Stored>();
  const brief = { ...selection, accept: metadataOnlyList };
  await readAll(resources.workloadConfigurationScanSummaries, brief, deps, () => {
    stored.clear();
    return (key, object) => stored.set(key, { hash: hashOf(object), owner: ownerOf(object), isWhole: false });
  });
  await readAll(resources.workloadConfigurationScans, brief, deps, () => {
    for (const one of stored.values()) one.isWhole = false;
    return (key, object) => {
      const summary = stored.get(key);
      if (summary?.hash === hashOf(object)) summary.isWhole = true;
    };
  });
  const passed = passedBefore(selection, deps);
  return {
    hashOf: (key) => {
      const one = stored.get(key);
      return one?.isWhole ? one.hash : undefined;
    },
    ownerOf: (key) => stored.get(key)?.owner,
    passedBefore: (place) => (stored.has(objectKey(place.namespace, place.name)) ? passed(place) : undefined),
  };
}

function hashOf({ metadata }: KubeObject): string {
  return metadata?.annotations?.[resultsHashAnnotation] ?? "";
}

function ownerOf({ metadata }: KubeObject): string | undefined {
  return metadata?.annotations?.[resourceIdAnnotation];
}
