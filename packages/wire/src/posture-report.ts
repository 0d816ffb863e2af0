import { z } from "zod";

const status = z.string();
const score = z.number();

const ResourceCounters = z.object({
  passedResources: z.int(),
  failedResources: z.int(),
  skippedResources: z.int(),
  excludedResources: z.int(),
});

const SeverityCounters = z.object({
  criticalSeverity: z.int(),
  highSeverity: z.int(),
  mediumSeverity: z.int(),
  lowSeverity: z.int(),
  unknownSeverity: z.int(),
});

const ControlSummary = z.object({
  controlID: z.string(),
  name: z.string(),
  status,
  statusInfo: z.object({ status, subStatus: z.string(), info: z.string() }),
  scoreFactor: z.number(),
  score,
  complianceScore: score,
  severity: z.string(),
  category: z.object({ name: z.string(), subCategory: z.object({ name: z.string() }).optional() }).nullable(),
  ResourceCounters,
  subStatusCounters: z.object({ ignoredResources: z.int() }),
});

const controls = z.record(z.string(), ControlSummary);

const SummaryDetails = z.object({
  status,
  score,
  complianceScore: score,
  frameworks: z.array(
    z.object({
      name: z.string(),
      status,
      version: z.string(),
      score,
      complianceScore: score,
      controls,
      ResourceCounters,
    }),
  ),
  controls,
  ResourceCounters,
  controlsSeverityCounters: SeverityCounters,
  resourcesSeverityCounters: SeverityCounters,
});

/** One place that a rule names, as reports list it: one of the fields beside `resourceID`. */
const ReportPath = z.object({
  resourceID: z.string(),
  failedPath: z.string().optional(),
  deletePath: z.string().optional(),
  reviewPath: z.string().optional(),
  fixPath: z.object({ path: z.string(), value: z.string() }).optional(),
  fixCommand: z.string().optional(),
});

const ReportedControl = z.object({
  controlID: z.string(),
  name: z.string(),
  severity: z.string(),
  status: z.object({ status, subStatus: z.string(), info: z.string() }),
  rules: z.array(
    z.object({
      name: z.string(),
      status,
      subStatus: z.string(),
      paths: z.array(ReportPath),
      controlConfigurations: z.record(z.string(), z.unknown()),
      exception: z.array(z.object({ name: z.string() })),
      relatedResourcesIDs: z.array(z.string()),
    }),
  ),
});

/** Where the scanned objects are from. */
const ClusterMetadata = z.object({
  contextName: z.string(),
  /** Absent: nobody's that is known. `eks`, `gke` or `aks`. */
  cloudMetadata: z.object({ cloudProvider: z.string() }).optional(),
});

/**
 * One chunk of the report about a scan. All but `resources`, `results` and `paginationInfo` is the same in every chunk of
 * a report; first come all resources, then all results. Scores are 0 to 100.
 *
 * Written by: config-scan, `POST <receiver>/k8s/v2/postureReport`. Read by: Kubescape's event receivers.
 * Source: docs/reference/posture-results.md, "Report to an event receiver".
 */
export const PostureReportChunk = z.object({
  /** RFC 3339. */
  generationTime: z.iso.datetime(),
  /** What the API server says of its version; null where none was asked. */
  clusterAPIServerInfo: z.record(z.string(), z.unknown()).nullable(),
  clusterCloudProvider: z.string(),
  customerGUID: z.string(),
  clusterName: z.string(),
  /** The same for every attempt at one scan, so that a repeated report replaces the one it repeats. */
  reportGUID: z.guid(),
  jobID: z.string(),
  summaryDetails: SummaryDetails,
  /** Objects, masked. */
  resources: z.array(z.object({ resourceID: z.string(), object: z.record(z.string(), z.unknown()) })),
  attributes: z.null(),
  results: z.array(z.object({ resourceID: z.string(), controls: z.array(ReportedControl) })),
  metadata: z.object({
    /** Both say the same, to readers of two ages. Absent where files were scanned. */
    targetMetadata: z.object({ clusterContextMetadata: ClusterMetadata }).optional(),
    clusterMetadata: ClusterMetadata.optional(),
    scanMetadata: z.object({
      format: z.literal("json"),
      formatVersion: z.literal("v2"),
      targetType: z.enum(["Framework", "Control"]),
      targetNames: z.array(z.string()),
      includeNamespaces: z.array(z.string()).optional(),
      excludedNamespaces: z.array(z.string()).optional(),
    }),
  }),
  paginationInfo: z.object({ chunkNumber: z.int().nonnegative(), isLastChunk: z.boolean() }),
  customerGUIDGenerated: z.boolean(),
  triggeredByCLI: z.boolean(),
});
export type PostureReportChunk = z.infer<typeof PostureReportChunk>;
