import { z } from "zod";

/**
 * The files of the control library (docs/reference/control-library.md).
 *
 * Written by: people, under `policies/`, and users who bring their own controls. Read by: config-scan.
 * Errors: an unknown field is an error, so that a misspelled one never switches something off silently.
 */
const ControlId = z.string().regex(/^C-\d{4}$/, "is not a control id such as C-0057");

/** Where a control or framework makes sense: any cluster, plain files, or the clusters of one cloud provider. */
const ScanningScope = z.enum(["cluster", "file", "cloud", "EKS", "AKS", "GKE"]);

/** `controls/<id>.yaml`: one question about a cluster, answered by the rules it names. */
export const ControlDefinition = z.strictObject({
  id: ControlId,
  name: z.string().min(1),
  /** 0 to 10; the severity follows from it alone (`severityOf`). */
  baseScore: z.number().min(0).max(10),
  category: z.string().optional(),
  subCategory: z.string().optional(),
  typeTags: z.array(z.string()).default([]),
  /** Empty: everywhere. */
  scanningScope: z.array(ScanningScope).default([]),
  /** Whose answer needs a person: inputs that have to be configured first, or a review by hand. */
  actionRequired: z.enum(["configuration", "manual review"]).optional(),
  /** Why it matters. */
  description: z.string().min(1),
  /** How to fix it, with an example where one helps. */
  remediation: z.string().min(1),
  references: z.array(z.url()).default([]),
  rules: z.array(z.string().min(1)).min(1),
});
export type ControlDefinition = z.infer<typeof ControlDefinition>;

/** `frameworks/<name in lower case>.yaml`: a named selection of controls, in the order in which it is reported. */
export const FrameworkDefinition = z.strictObject({
  name: z.string().min(1),
  version: z.string().optional(),
  description: z.string().min(1),
  typeTags: z.array(z.string()).default([]),
  /** Empty: everywhere. */
  scanningScope: z.array(ScanningScope).default([]),
  /** The published framework has more controls than the library. */
  partial: z.boolean().default(false),
  controls: z.array(ControlId),
  /** Names that this framework gives to controls, by control id. */
  controlNames: z.record(ControlId, z.string().min(1)).default({}),
});
export type FrameworkDefinition = z.infer<typeof FrameworkDefinition>;

/** Every combination of the three lists; `*` in the first two is any. A resource is a kind or a plural, in any case. */
const ResourceMatch = z.strictObject({
  apiGroups: z.array(z.string()),
  apiVersions: z.array(z.string()),
  resources: z.array(z.string()),
});
export type ResourceMatch = z.infer<typeof ResourceMatch>;

/** `rules/<name>/rule.yaml`: what the Rego beside it is given. */
export const RuleDefinition = z.strictObject({
  /** Objects of the API server. */
  match: z.array(ResourceMatch).default([]),
  /** Objects that something else supplies: host data, cloud descriptions. */
  dynamicMatch: z.array(ResourceMatch).default([]),
  /** Names of the control inputs that the rule reads from `data.postureControlInputs`. */
  controlInputs: z.array(z.string()).default([]),
  /** How the matched objects are turned into `input`. Absent: they are `input`. */
  resourcesAggregator: z.enum(["subject-role-rolebinding", "apiserver-pod"]).optional(),
  /** Kubescape versions (`v2.3.8`) from which on and up to which, exclusively, the rule takes part. */
  useFromKubescapeVersion: z.string().optional(),
  useUntilKubescapeVersion: z.string().optional(),
});
export type RuleDefinition = z.infer<typeof RuleDefinition>;

/** `inputs.yaml`: control inputs by name. Every value is a list of strings, numbers included. */
export const ControlInputs = z.record(z.string(), z.array(z.string()));
export type ControlInputs = z.infer<typeof ControlInputs>;

/** A regular expression in RE2 syntax, compared with the whole text. */
const Pattern = z.string().min(1);

/**
 * `exceptions.yaml`: findings about parts of Kubernetes and of Kubescape that are accepted in every cluster, because these
 * parts need what the controls forbid.
 */
export const SystemExceptions = z.array(
  z.strictObject({
    name: z.string().min(1),
    /** Control IDs. Absent: all of them. */
    controls: z.array(ControlId).min(1).optional(),
    /** A resource fits one of these when its kind, its namespace (where one is given) and one of the names fit. */
    resources: z
      .array(z.strictObject({ kind: Pattern, namespace: Pattern.optional(), names: z.array(Pattern).min(1) }))
      .min(1),
  }),
);
export type SystemExceptions = z.infer<typeof SystemExceptions>;

/**
 * What a scan judged by, for the program that reports on it.
 *
 * Written by: config-scan, where `LIBRARY_OUT` says. Read by: the command line.
 */
export const JudgedLibrary = z.object({
  controls: z.array(ControlDefinition),
  frameworks: z.array(FrameworkDefinition),
});
export type JudgedLibrary = z.infer<typeof JudgedLibrary>;
