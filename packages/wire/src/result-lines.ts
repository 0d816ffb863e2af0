import type { z } from "zod";
import type { ObjectMeta } from "./object-meta.ts";
import type { RelatedObject, ScannedControl } from "./posture-results.ts";

/**
 * One line of the results of a scan that nothing stores: JSON, either a verdict, or a resource that says which verdicts it
 * has by their numbers. Verdicts are numbered from 0 in the order of their lines, and come before the first resource that
 * has them: resources of one shape get the same, and a cluster has few shapes.
 *
 * Written by: config-scan, to `RESULTS_FD`. Read by: the command line that started it from its own files, which is why the
 * two never differ in version and lines are not checked.
 */
export type ResultLine = { verdict: ScannedControl } | ResourceLine;

/** `metadata` is that of the stored `WorkloadConfigurationScan`. */
export type ResourceLine = {
  metadata: ObjectMeta;
  relatedObjects: z.infer<typeof RelatedObject>[];
  verdicts: number[];
};
