import { type KubeObject, metadataOnlyList, objectKey, resources, type Selection } from "@sortie/kube";
import type { OwnerOf } from "@sortie/posture";
import { resourceIdAnnotation } from "@sortie/wire";
import { type PassedBefore, passedBefore } from "./passed-before.ts";
import { type Listing, readAll } from "./read-all.ts";
import { resultsHashAnnotation, type Storable } from "./storable.ts";

/** What storage has of earlier scans, by `objectKey`. */
export type StoredResults = {
  /** Whether a scan and its summary are both there, say this, and are deleted with the object that it names. */
  has: (key: string, result: Pick<Storable, "hash" | "metadata">) => boolean;
  /** ID of the resource that the summary is about. */
  ownerOf: OwnerOf;
  /** Controls that passed in the summary, where there is one. */
  passedBefore: (...at: Parameters<PassedBefore>) => ReturnType<PassedBefore> | undefined;
};

/** A hundred thousand of these are held while results are written, so hash and key stand there once. */
type Stored = { hash: string; owner: string | undefined; uid: string | undefined; isWhole: boolean };

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
    return (key, object) =>
      stored.set(key, { hash: hashOf(object), owner: ownerOf(object), uid: ownerUid(object), isWhole: false });
  });
  await readAll(resources.workloadConfigurationScans, brief, deps, () => {
    for (const one of stored.values()) one.isWhole = false;
    return (key, object) => {
      const summary = stored.get(key);
      if (summary?.hash === hashOf(object) && summary.uid === ownerUid(object)) summary.isWhole = true;
    };
  });
  const passed = passedBefore(selection, deps);
  return {
    has: (key, result) => {
      const one = stored.get(key);
      if (!one?.isWhole || one.hash !== result.hash) return false;
      const uid = ownerUid(result);
      return uid === undefined || uid === one.uid;
    },
    ownerOf: (key) => stored.get(key)?.owner,
    passedBefore: (place) => (stored.has(objectKey(place.namespace, place.name)) ? passed(place) : undefined),
  };
}

function hashOf({ metadata }: KubeObject): string {
  return metadata?.annotations?.[resultsHashAnnotation] ?? "";
}

/** Of an object that was made again it is another: then the garbage collector takes what names the one before. */
function ownerUid({ metadata }: Pick<KubeObject, "metadata">): string | undefined {
  return metadata?.ownerReferences?.[0]?.uid;
}

function ownerOf({ metadata }: KubeObject): string | undefined {
  return metadata?.annotations?.[resourceIdAnnotation];
}
