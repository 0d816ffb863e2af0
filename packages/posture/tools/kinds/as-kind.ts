import type { KubeObject } from "@sortie/kube";
import type { Entries } from "../entries.ts";

/** Kinds whose pods a template makes: their group and version, and the field that holds the template. */
export const templatedKinds = {
  Deployment: { apiVersion: "apps/v1", template: "spec.template" },
  StatefulSet: { apiVersion: "apps/v1", template: "spec.template" },
  DaemonSet: { apiVersion: "apps/v1", template: "spec.template" },
  ReplicaSet: { apiVersion: "apps/v1", template: "spec.template" },
  Job: { apiVersion: "batch/v1", template: "spec.template" },
  CronJob: { apiVersion: "batch/v1", template: "spec.jobTemplate.spec.template" },
} as const;
export type TemplatedKind = keyof typeof templatedKinds;

type Template = { metadata?: { labels?: unknown; annotations?: unknown }; spec?: unknown };
type Workload = KubeObject & { spec?: { template?: Template; jobTemplate?: { spec?: { template?: Template } } } };

/**
 * The pod that a workload makes, under the workload's name, without ephemeral containers, which no template can have.
 * Objects of other kinds stay as they are.
 */
export function asPod(object: unknown): unknown {
  const { kind, metadata, spec } = object as Workload;
  if (kind === "Pod") return { ...(object as Workload), spec: withoutEphemeralContainers(spec) };
  if (!isTemplatedKind(kind)) return object;
  const template = kind === "CronJob" ? spec?.jobTemplate?.spec?.template : spec?.template;
  const { labels, annotations } = template?.metadata ?? {};
  const { name, namespace } = metadata ?? {};
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name, namespace, labels, annotations } };
  return { ...pod, spec: withoutEphemeralContainers(template?.spec) };
}

function withoutEphemeralContainers(spec: unknown): unknown {
  if (typeof spec !== "object" || spec === null) return spec;
  const { ephemeralContainers: _, ...rest } = spec as { ephemeralContainers?: unknown };
  return rest;
}

/** A workload of the kind that makes the pod. Objects of other kinds than Pod stay as they are. */
export function asKind(object: unknown, kind: TemplatedKind): unknown {
  const { kind: given, metadata, spec } = object as KubeObject & { spec?: unknown };
  if (given !== "Pod") return object;
  const template = { metadata: { labels: metadata?.labels, annotations: metadata?.annotations }, spec };
  const around = kind === "CronJob" ? { jobTemplate: { spec: { template } } } : { template };
  return { apiVersion: templatedKinds[kind].apiVersion, kind, metadata, spec: around };
}

/** What should be said of the workloads where `entries` are said of their pods: the same, at the paths of the template. */
export function entriesAsKind(entries: Entries, kind: TemplatedKind): Entries {
  return new Map(
    [...entries].map(([id, own]) => {
      const renamed = id.replace(/^\/v1\/([^/]*)\/Pod\//, `${templatedKinds[kind].apiVersion}/$1/${kind}/`);
      return renamed === id ? [id, own] : [renamed, new Set([...own].map((entry) => entryAsKind(entry, kind)))];
    }),
  );
}

function isTemplatedKind(kind: string | undefined): kind is TemplatedKind {
  return Object.keys(templatedKinds).includes(kind ?? "");
}

/** What is said of related objects is said at their own paths. */
function entryAsKind(entry: string, kind: TemplatedKind): string {
  if (entry.startsWith("related ")) return entry;
  return entry.replace(/^(\w+ )spec(?=[.[ ]|$)/, `$1${templatedKinds[kind].template}.spec`);
}
