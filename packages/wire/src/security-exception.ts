import { z } from "zod";
import { ObjectMeta } from "./object-meta.ts";

const Requirement = z
  .strictObject({
    key: z.string().min(1),
    operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
    values: z.array(z.string()).default([]),
  })
  .refine(({ operator, values }) => operator.endsWith("In") === values.length > 0, {
    path: ["values"],
    message: "In and NotIn need values, Exists and DoesNotExist have none",
  });

/** Kubernetes, "Labels and Selectors", "Resources that support set-based requirements". Everything in it has to fit. */
export const LabelSelector = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z.array(Requirement).default([]),
});
export type LabelSelector = z.infer<typeof LabelSelector>;

/** Absent: any. A group of `""` is the core group. */
const Resource = z.strictObject({
  apiGroup: z.string().optional(),
  kind: z.string().min(1),
  name: z.string().min(1).optional(),
});

/**
 * Which objects an exception is about: everything that is there has to fit. A field that is not known would narrow it for
 * its author, so it is an error.
 */
const Match = z.strictObject({
  /** Of a ClusterSecurityException only. */
  namespaceSelector: LabelSelector.optional(),
  objectSelector: LabelSelector.optional(),
  /** One of these has to fit. */
  resources: z.array(Resource).min(1).optional(),
  /** Of images: of no meaning to findings about configuration. */
  images: z.array(z.string()).optional(),
});

/** A control whose failures are accepted. Both actions mean the same to a scan (docs/reference/posture-results.md, "Exceptions"). */
export const AcceptedControl = z.strictObject({
  controlID: z.string().min(1).max(253),
  frameworkName: z.string().max(253).default(""),
  action: z.enum(["ignore", "alert_only"]).default("alert_only"),
});
export type AcceptedControl = z.infer<typeof AcceptedControl>;

/**
 * A `SecurityException` or a `ClusterSecurityException` of `kubescape.io/v1beta1`, as much of it as config-scan reads. Each
 * entry of `posture` is an `AcceptedControl` and stands by itself, so it is checked by itself.
 *
 * Written by: people, with `kubectl` or from Git. Read by: config-scan. Errors: one that cannot be understood accepts nothing.
 */
export const SecurityException = z.object({
  kind: z.enum(["SecurityException", "ClusterSecurityException"]),
  metadata: ObjectMeta,
  spec: z.object({
    /** RFC 3339. What has expired accepts nothing. */
    expiresAt: z.iso.datetime({ offset: true }).optional(),
    match: Match.prefault({}),
    posture: z.array(z.unknown()).default([]),
  }),
});
export type SecurityException = z.infer<typeof SecurityException>;
