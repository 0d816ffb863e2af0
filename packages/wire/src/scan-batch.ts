import { z } from "zod";
import { OwnerReference } from "./object-meta.ts";
import { RelatedObject, resultsApiVersion, ScannedControl } from "./posture-results.ts";

/** Where batches are created, in the group of all results. Cluster-scoped: each scan says its namespace. */
export const scanBatchResource = "workloadconfigurationscanbatches";

/** What came of one scan. `status` says why it was refused: Kubernetes API conventions, "Response Status Kind". */
export const BatchedResult = z.object({
  outcome: z.enum(["Created", "Updated", "Unchanged", "Refused"]),
  status: z
    .object({
      code: z.int().default(0),
      reason: z.string().default(""),
      message: z.string().default(""),
      details: z.object({ causes: z.array(z.object({ reason: z.string().default("") })).optional() }).optional(),
    })
    .optional(),
});
export type BatchedResult = z.infer<typeof BatchedResult>;

/**
 * Many WorkloadConfigurationScans that storage stores with the summaries it makes of them. A scan names its verdicts by
 * their position in `spec.verdicts`, which resources of one kind mostly share. The answer has `status` alone, with a result
 * for each scan in their order.
 *
 * Written by: config-scan. Answered by: storage, which keeps none. docs/reference/storage-api.md, "Batches of scans".
 */
export const WorkloadConfigurationScanBatch = z.object({
  apiVersion: z.literal(resultsApiVersion),
  kind: z.literal("WorkloadConfigurationScanBatch"),
  spec: z
    .object({
      verdicts: z.array(ScannedControl),
      scans: z.array(
        z.object({
          metadata: z.object({
            name: z.string(),
            namespace: z.string(),
            labels: z.record(z.string(), z.string()).optional(),
            annotations: z.record(z.string(), z.string()).optional(),
            ownerReferences: z.array(OwnerReference).optional(),
          }),
          verdicts: z.array(z.int().nonnegative()),
          relatedObjects: z.array(RelatedObject),
        }),
      ),
    })
    .optional(),
  status: z.object({ results: z.array(BatchedResult) }).optional(),
});
export type WorkloadConfigurationScanBatch = z.infer<typeof WorkloadConfigurationScanBatch>;
