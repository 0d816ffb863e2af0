import { z } from "zod";
import { ObjectMeta } from "./object-meta.ts";

/** API group and version of every result kind that storage serves. */
export const resultsApiVersion = "spdx.softwarecomposition.kubescape.io/v1beta1";

/** `failed` beats `skipped` beats `passed`; `""` is unknown. */
export const PostureStatus = z.enum(["failed", "skipped", "passed", ""]);
export type PostureStatus = z.infer<typeof PostureStatus>;

const ControlSeverity = z.object({
  /** Severity name as in `severityOf`. */
  severity: z.string(),
  /** The control's base score, 0 to 10. */
  scoreFactor: z.number(),
});

const ControlStatus = z.object({
  status: PostureStatus,
  subStatus: z.string().default(""),
  /** Why a control was skipped, for a person. */
  info: z.string().default(""),
});

/**
 * One place in the object, or what to do about it. Of `failedPath`, `fixPath` (with its value) and `fixCommand` at most one
 * is set. Paths are Kubescape's: `spec.containers[0].image`.
 */
export const RulePath = z.object({
  failedPath: z.string().default(""),
  fixPath: z.string().default(""),
  fixPathValue: z.string().default(""),
  fixCommand: z.string().default(""),
  /** Repeats `failedPath` where deleting what is there is the fix; stands alone where the rule names no failed path. */
  deletePath: z.string().optional(),
  /** The same for a value that a person has to look at. */
  reviewPath: z.string().optional(),
  /** The resource that the path is in, where it is not the one with the verdict. */
  resourceID: z.string().optional(),
});
export type RulePath = z.infer<typeof RulePath>;

export const ScannedRule = z.object({
  name: z.string(),
  status: z.object({ status: PostureStatus, subStatus: z.string().default("") }),
  /** The control inputs the rule was given, by name. */
  controlConfigurations: z.record(z.string(), z.unknown()).nullish(),
  paths: z.array(RulePath).nullish(),
  appliedIgnoreRules: z.array(z.string()).nullish(),
  relatedResourcesIDs: z.array(z.string()).nullish(),
});
export type ScannedRule = z.infer<typeof ScannedRule>;

export const ScannedControl = z.object({
  controlID: z.string(),
  name: z.string(),
  severity: ControlSeverity,
  status: ControlStatus,
  rules: z.array(ScannedRule).nullish(),
});
export type ScannedControl = z.infer<typeof ScannedControl>;

export const RelatedObject = z.object({
  namespace: z.string().default(""),
  apiGroup: z.string().default(""),
  apiVersion: z.string().default(""),
  kind: z.string().default(""),
  name: z.string().default(""),
});

/**
 * Every control's verdict about one workload or RBAC object, with paths.
 *
 * Written by: config-scan. Read by: `kubectl`, Headlamp, the CLI. Names, labels and annotations:
 * docs/reference/posture-results.md.
 */
export const WorkloadConfigurationScan = z.object({
  apiVersion: z.literal(resultsApiVersion),
  kind: z.literal("WorkloadConfigurationScan"),
  metadata: ObjectMeta,
  spec: z.object({
    controls: z.record(z.string(), ScannedControl).nullish(),
    relatedObjects: z.array(RelatedObject).nullish(),
  }),
});
export type WorkloadConfigurationScan = z.infer<typeof WorkloadConfigurationScan>;

const count = z.int().nonnegative().default(0);

/** How many failed controls of each severity. All five are always written. */
export const SeverityCounts = z.object({ critical: count, high: count, medium: count, low: count, unknown: count });
export type SeverityCounts = z.infer<typeof SeverityCounts>;

/** The same verdicts without rules and paths, small enough to list a whole cluster. Same name as the full object. */
export const WorkloadConfigurationScanSummary = z.object({
  apiVersion: z.literal(resultsApiVersion),
  kind: z.literal("WorkloadConfigurationScanSummary"),
  metadata: ObjectMeta,
  spec: z.object({
    severities: SeverityCounts,
    controls: z
      .record(z.string(), z.object({ controlID: z.string(), severity: ControlSeverity, status: ControlStatus }))
      .nullish(),
  }),
});
export type WorkloadConfigurationScanSummary = z.infer<typeof WorkloadConfigurationScanSummary>;

/** Sum of a namespace's summaries. Cluster-scoped, named like the namespace, computed by storage, never written. */
export const ConfigurationScanSummary = z.object({
  apiVersion: z.literal(resultsApiVersion),
  kind: z.literal("ConfigurationScanSummary"),
  metadata: ObjectMeta,
  spec: z.object({
    severities: SeverityCounts,
    summaryRef: z.array(z.object({ namespace: z.string(), kind: z.string(), name: z.string() })).nullish(),
  }),
});
export type ConfigurationScanSummary = z.infer<typeof ConfigurationScanSummary>;
