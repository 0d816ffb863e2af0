import type { ScannedResource } from "../identity/scanned-resource.ts";
import type { JudgedControl } from "./posture.ts";
import { type ResultObjects, resultObjects } from "./result-objects.ts";
import type { Result } from "./results.ts";
import { createResultsHash } from "./results-hash.ts";

/** Hash of what the results of a resource say. Both objects carry it; equal means there is nothing to write. */
export const resultsHashAnnotation = "sortie.dev/results-hash";

/** Results of one resource: where they are stored, what tells them from others, and the objects, made when asked for. */
export type Storable = {
  namespace: string;
  name: string;
  hash: string;
  resource: ScannedResource;
  objects: () => ResultObjects;
};

/** Results as storage takes them. */
export function* storable(results: Iterable<Result>, controls: JudgedControl[]): Generator<Storable> {
  const hashOf = createResultsHash(controls);
  for (const { posture, metadata } of results) {
    const hash = hashOf(posture, metadata);
    const annotations = { ...metadata.annotations, [resultsHashAnnotation]: hash };
    const objects = () => resultObjects(posture, { ...metadata, annotations });
    yield { namespace: metadata.namespace, name: metadata.name, hash, resource: posture.verdicts.resource, objects };
  }
}
