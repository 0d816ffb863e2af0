import { createHash } from "node:crypto";
import type { KubeObject } from "@sortie/kube";
import { parseTraceparent } from "@sortie/process";
import { type ConfigTarget, exitCode, operatorCommandApiVersion, type ScanRequest } from "@sortie/wire";
import { environmentJson } from "../environment-json.ts";
import { annotation, isLabelValue, label, ownLabels } from "../object-labels.ts";
import { jobNameOf, scanHashOf } from "../plan/scan-identity.ts";
import type { JobTemplate } from "./job-template.ts";

/** Name of the container that runs the scan, the same in every Job. Its pod may be given others. */
export const containerName = "scan";

/** The command a Job is created for, as far as the Job tells of it. */
export type CommandOfJob = {
  name: string;
  uid: string;
  createdAt: string;
  jobId: string;
  parentId: string | null;
  traceparent: string | undefined;
};

/**
 * The suspended Job that runs one epoch of a scan for these commands, the first of which gives it its ids.
 *
 * It has no `ttlSecondsAfterFinished`: that is set after its outcome is recorded, so that no outcome is deleted unread.
 */
export function buildJob(of: {
  template: JobTemplate;
  namespace: string;
  /** Kueue's queue that says when it runs. */
  queue: string | undefined;
  epoch: number;
  target: ConfigTarget;
  first: CommandOfJob;
  commands: { name: string; uid: string }[];
}): KubeObject {
  const { template, namespace, queue, first } = of;
  const scanHash = scanHashOf(of.target);
  const labels = {
    ...ownLabels,
    [label.component]: "config-scan",
    ...(isLabelValue(first.name) ? { [label.command]: first.name } : {}),
  };
  const annotations = {
    [annotation.jobId]: first.jobId,
    ...(first.parentId === null ? {} : { [annotation.parentId]: first.parentId }),
    [annotation.epoch]: String(of.epoch),
    [annotation.scanHash]: scanHash,
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: jobNameOf(scanHash, of.epoch),
      namespace,
      labels: { ...template.metadata.labels, ...labels, ...(queue === undefined ? {} : { [label.queue]: queue }) },
      annotations: { ...template.metadata.annotations, ...annotations },
      ownerReferences: of.commands.map(ownerReference),
    },
    spec: {
      suspend: true,
      backoffLimit: template.spec.backoffLimit,
      activeDeadlineSeconds: template.spec.activeDeadlineSeconds,
      podFailurePolicy,
      template: podTemplate(template, labels, annotations, envOf(of.target, first)),
    },
  };
}

export function ownerReference(command: { name: string; uid: string }) {
  return { apiVersion: operatorCommandApiVersion, kind: "OperatorCommand", name: command.name, uid: command.uid };
}

/** Evictions do not count; what a second attempt cannot change ends the Job; the rest counts against `backoffLimit`. */
const podFailurePolicy = {
  rules: [
    { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
    { action: "FailJob", onExitCodes: { containerName, operator: "In", values: [1, exitCode.doNotRetry] } },
  ],
};

function podTemplate(
  { spec }: JobTemplate,
  labels: Record<string, string>,
  annotations: Record<string, string>,
  env: { name: string; value: string }[],
) {
  const { containers, ...pod } = spec.template.spec;
  const [container] = containers;
  const own = new Set(env.map(({ name }) => name));
  return {
    metadata: {
      // `app` is the label by which `kubescape operator` finds the dispatcher; it takes the first pod that carries it.
      labels: { ...without(spec.template.metadata.labels, "app"), ...scannersIgnore, ...labels },
      annotations: { ...spec.template.metadata.annotations, ...annotations },
    },
    spec: {
      ...pod,
      restartPolicy: "Never",
      containers: [
        {
          ...container,
          name: containerName,
          env: [...container.env.filter(({ name }) => !own.has(name)), ...env],
          terminationMessagePolicy: "FallbackToLogsOnError",
        },
      ],
    },
  };
}

/** Kubescape's mark for pods that scans leave out. */
const scannersIgnore = { "kubescape.io/ignore": "true", "kubescape.io/tier": "core" };

function without(labels: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key !== name));
}

function envOf(target: ConfigTarget, first: CommandOfJob): { name: string; value: string }[] {
  const request: ScanRequest = {
    jobId: first.jobId,
    parentId: first.parentId,
    target,
    requestedAt: first.createdAt,
  };
  return [
    { name: "SCAN_REQUEST", value: environmentJson(request) },
    { name: "TRACEPARENT", value: traceparentOf(first) },
  ];
}

/** The sender's trace, or one derived from the command, so that two attempts at building a Job build the same. */
function traceparentOf(first: CommandOfJob): string {
  if (first.traceparent !== undefined && parseTraceparent(first.traceparent) !== undefined) return first.traceparent;
  const digest = createHash("sha256").update(first.uid).digest("hex");
  return `00-${digest.slice(0, 32)}-${digest.slice(32, 48)}-01`;
}
