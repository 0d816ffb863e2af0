import type { JudgedControl, Result, ResultMetadata, ScannedResource } from "@sortie/posture";
import { scannedControls } from "@sortie/posture";
import type { ScannedControl } from "@sortie/wire";
import { createResultsHash } from "./results-hash.ts";

/** Hash of what the results of a resource say. Both objects carry it; equal means there is nothing to write. */
export const resultsHashAnnotation = "sortie.dev/results-hash";

/** Results of one resource: where they are stored, what tells them from others, and the verdicts, made when asked for. */
export type Storable = {
  metadata: ResultMetadata;
  hash: string;
  resource: ScannedResource;
  verdicts: () => readonly ScannedControl[];
};

/** Results as storage takes them. */
export function* storable(results: Iterable<Result>, controls: JudgedControl[]): Generator<Storable> {
  const hashOf = createResultsHash(controls);
  for (const { posture, metadata } of results) {
    const hash = hashOf(posture, metadata);
    const annotations = { ...metadata.annotations, [resultsHashAnnotation]: hash };
    const { resource } = posture.verdicts;
    yield { metadata: { ...metadata, annotations }, hash, resource, verdicts: () => scannedControls(posture) };
  }
}
