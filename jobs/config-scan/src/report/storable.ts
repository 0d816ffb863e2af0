import type { JudgedControl, Result, ResultMetadata, ScannedResource } from "@sortie/posture";
import { scannedControls } from "@sortie/posture";
import type { OwnerReference, ScannedControl } from "@sortie/wire";
import { ownerReference } from "./owner-reference.ts";
import { createResultsHash } from "./results-hash.ts";

/** Hash of what the results of a resource say. Both objects carry it; equal means there is nothing to write. */
export const resultsHashAnnotation = "sortie.dev/results-hash";

/** Results of one resource: where they are stored, what tells them from others, and the verdicts, made when asked for. */
export type Storable = {
  metadata: ResultMetadata & { ownerReferences?: OwnerReference[] };
  hash: string;
  resource: ScannedResource;
  verdicts: () => readonly ScannedControl[];
};

/**
 * Results as storage takes them.
 *
 * @param isBesideObjects whether they are stored in the cluster of what they are about: elsewhere nobody knows its UIDs.
 */
export function* storable(
  results: Iterable<Result>,
  controls: JudgedControl[],
  isBesideObjects: boolean,
): Generator<Storable> {
  const hashOf = createResultsHash(controls);
  for (const { posture, metadata: own } of results) {
    const { resource } = posture.verdicts;
    const hash = hashOf(posture, own);
    const owner = isBesideObjects ? ownerReference(resource) : undefined;
    const annotations = { ...own.annotations, [resultsHashAnnotation]: hash };
    const metadata = { ...own, annotations, ...(owner && { ownerReferences: [owner] }) };
    yield { metadata, hash, resource, verdicts: () => scannedControls(posture) };
  }
}
