import { z } from "zod";

const count = z.int().nonnegative();
const Counts = z.object({ failed: count, skipped: count, passed: count });
/** 0 to 100. */
const score = z.number().min(0).max(100);

const Group = z.object({
  complianceScore: score,
  /** Resources by the worst verdict of the group's controls. */
  resources: Counts,
  controls: Counts,
});

/** As many resources as monitoring is told of by name. */
export const mostNamedResources = 500;

/**
 * How a cluster stands, in numbers whose count does not grow with the cluster: those that monitoring wants.
 *
 * Written by: config-scan, as JSON in the key `summary` of the ConfigMap `sortie-posture-summary`, after scans of a whole
 * cluster. Read by: the dispatcher, for `/metrics`.
 * Size: a control takes about 250 bytes, a framework and a resource 200, so that the library of 281 controls with all
 * resources needs a fifth of the MiB that a ConfigMap holds. Errors: what does not have this shape counts as absent.
 * Source: docs/reference/posture-results.md, "Metrics".
 */
export const PostureSummary = z.object({
  /** Of the last scan that evaluated every control. */
  cluster: Group.extend({ coverageScore: score }).optional(),
  /** By name. */
  frameworks: z.record(z.string(), Group),
  /** By id. */
  controls: z.record(
    z.string(),
    z.object({ name: z.string(), severity: z.string(), link: z.string(), complianceScore: score, resources: Counts }),
  ),
  /** Those that fail most controls, the worst first, of the last scan that evaluated every control. */
  resources: z
    .array(
      z.object({
        apiVersion: z.string(),
        kind: z.string(),
        namespace: z.string(),
        name: z.string(),
        failed: count,
        skipped: count,
      }),
    )
    .max(mostNamedResources)
    .optional(),
});
export type PostureSummary = z.infer<typeof PostureSummary>;

/** Key of the ConfigMap's data that holds the summary. */
export const postureSummaryKey = "summary";
