import { z } from "zod";
import { ExceptionPolicies } from "./exception-policies.ts";

/** What no namespace is called could be another path of the API server's, or another selector. */
const Namespace = z
  .string()
  .max(63)
  .regex(/^[\w-]*$/, "is no name of a namespace");

/** One object, as `scanObject` of a command names it. `namespace` is empty for a cluster-scoped object. */
const TargetObject = z.object({
  /** `apps/v1`, `v1`. */
  apiVersion: z.string().min(1).max(317),
  /** As the API spells it: `Deployment`. */
  kind: z.string().min(1).max(63),
  namespace: Namespace.default(""),
  name: z.string().min(1).max(253),
});

/** What a config-scan reads and which controls it evaluates. Every list may be empty. */
export const ConfigTarget = z.object({
  type: z.literal("config"),
  /** Only these namespaces, and cluster-scoped objects. Wins over `excludedNamespaces`. Empty: every namespace. */
  includeNamespaces: z.array(Namespace),
  /** Namespaces to leave out. */
  excludedNamespaces: z.array(Namespace),
  /** Framework names (`nsa`, `AllControls`), compared without regard to case. Both lists empty: every control. */
  frameworks: z.array(z.string().min(1).max(253)),
  /** Control IDs (`C-0057`), compared without regard to case. */
  controls: z.array(z.string().min(1).max(253)),
  /** Results are about this object alone. Both lists of namespaces are empty then. */
  object: TargetObject.optional(),
  /** Findings that are accepted in this scan, besides those that always are. */
  exceptions: ExceptionPolicies.optional(),
});

/**
 * One scan that one Job runs.
 *
 * Written by: the dispatcher, as the JSON text of the Job's environment variable `SCAN_REQUEST`. Read by: `runJob`.
 * Errors: an invalid request ends the Job with code `invalid_input`, exit 70; it is never retried.
 * Evolution: fields are only added, and only as optional; unknown fields are dropped.
 */
export const ScanRequest = z.object({
  /** The id of the action in every log line about it. A UUID, or what the caller of the REST API supplied. */
  jobId: z.string().min(1).max(253),
  /** The action that caused this one; `null` when a person asked for it directly. */
  parentId: z.string().max(253).nullable(),
  target: z.discriminatedUnion("type", [ConfigTarget]),
  /** RFC 3339 instant in UTC with a `Z`, for example `2026-08-22T14:55:00Z`. */
  requestedAt: z.iso.datetime(),
});
export type ScanRequest = z.infer<typeof ScanRequest>;
export type ConfigTarget = z.infer<typeof ConfigTarget>;
