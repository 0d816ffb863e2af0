import type { Batch, Collected, ObjectSource, Rule } from "@sortie/posture";
import { unreachable } from "../collect/unreachable.ts";

/**
 * Supplies what rules ask for by `dynamicMatch`: objects that describe the cluster and are none of its API server's own.
 * What cannot be had is no error, like a type that may not be listed.
 */
export type ExternalSource = { collect(rules: Rule[], onBatch: (batch: Batch) => void): Promise<Collected> };

/**
 * A source that reads the external objects first, then its own.
 *
 * @throws JobError `cluster_unreachable`, to be retried.
 */
export function withExternals(source: ObjectSource, externals: ExternalSource[]): ObjectSource {
  return {
    ...source,
    async collect(rules, wanted, onBatch) {
      const all: Collected[] = [];
      for (const external of externals) all.push(await collectFrom(external, rules, onBatch));
      all.push(await source.collect(rules, wanted, onBatch));
      return {
        kinds: Object.assign({}, ...all.map(({ kinds }) => kinds)) as Collected["kinds"],
        unavailable: all.flatMap(({ unavailable }) => unavailable),
      };
    },
  };
}

async function collectFrom(external: ExternalSource, rules: Rule[], onBatch: (batch: Batch) => void) {
  try {
    return await external.collect(rules, onBatch);
  } catch (err) {
    throw unreachable(err);
  }
}
