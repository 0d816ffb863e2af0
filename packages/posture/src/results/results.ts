import { objectKey } from "@sortie/kube";
import type { Evaluated } from "../evaluate/evaluation.ts";
import { type ResultMetadata, type ResultPlace, resultMetadata } from "../identity/result-metadata.ts";
import type { ScannedResource } from "../identity/scanned-resource.ts";
import { shortHash, slug } from "../identity/slug.ts";
import { type JudgedControl, postures, type ResourcePosture } from "./posture.ts";
import { count, type Tally } from "./tally.ts";

/** What there is to say of one resource, and where it is stored under which name. */
export type Result = { posture: ResourcePosture; metadata: ResultMetadata };

/** By `objectKey`, the ID of the resource that the results stored there are about. */
export type OwnerOf = (key: string) => string | undefined;

/** The results of a scan, one at a time and counted as they are handed out. */
export function* results(
  evaluated: Evaluated,
  controls: JudgedControl[],
  place: ResultPlace,
  tally: Tally,
  ownerOf: OwnerOf = () => undefined,
): Generator<Result> {
  const named = uniqueNames(ownerOf);
  for (const posture of postures(evaluated, controls)) {
    count(tally, posture);
    const { resource } = posture.verdicts;
    yield { posture, metadata: named(resource, resultMetadata(resource, place)) };
  }
}

/**
 * Two resources can come to one name: kinds of one name in two API groups, or `system:node` and `system-node`. The name
 * belongs to the one whose results storage has under it, else to the first in order of their IDs; the others get a hash of
 * their ID. So no result replaces another's, not even one of a scan that read only a part of the cluster.
 */
function uniqueNames(ownerOf: OwnerOf) {
  const taken = new Set<string>();
  return (resource: ScannedResource, metadata: ResultMetadata): ResultMetadata => {
    const key = objectKey(metadata.namespace, metadata.name);
    const owner = ownerOf(key);
    const isOthers = owner !== undefined && withoutVersions(owner) !== withoutVersions(resource.id);
    if (!taken.has(key) && !isOthers) {
      taken.add(key);
      return metadata;
    }
    return { ...metadata, name: slug(`${metadata.name}-${shortHash(resource.id)}`) };
  };
}

/** A resource stays the same when its API group serves another version of it. */
function withoutVersions(id: string): string {
  return id.replaceAll(/(?<=^|\/)v\d+((alpha|beta)\d+)?(?=\/)/g, "v");
}
