import type { KubeObject } from "@sortie/kube";
import { z } from "zod";
import { annotation, label } from "../object-labels.ts";

/** What the plan needs of a Job of ours. */
export type ObservedJob = {
  name: string;
  uid: string;
  scanHash: string;
  epoch: number;
  /**
   * `ending`: being deleted, its pod may still write. `finished`: Complete or Failed, no pod runs; or marked as recorded,
   * as it was given up with the node that its pod is on.
   */
  state: "suspended" | "running" | "ending" | "finished";
  /** Kueue's queue that says when it runs. Absent: the dispatcher says so. */
  queue: string | undefined;
  /** Uids of the commands it runs for: those that own it. One that is deleted before its end runs for none. */
  owners: ReadonlySet<string>;
};

/** The fields of a Job that the dispatcher reads (Kubernetes API, `batch/v1 Job`). */
export const JobObject = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    uid: z.string(),
    creationTimestamp: z.string().nullish(),
    deletionTimestamp: z.string().nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
    labels: z.record(z.string(), z.string()).nullish(),
    ownerReferences: z.array(z.looseObject({ kind: z.string(), name: z.string(), uid: z.string() })).nullish(),
  }),
  spec: z.looseObject({
    suspend: z.boolean().nullish(),
    activeDeadlineSeconds: z.int().nullish(),
    ttlSecondsAfterFinished: z.int().nullish(),
  }),
  status: z
    .looseObject({
      startTime: z.string().nullish(),
      conditions: z
        .array(
          z.looseObject({
            type: z.string(),
            status: z.string(),
            reason: z.string().nullish(),
            message: z.string().nullish(),
            lastTransitionTime: z.string().nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});
export type JobObject = z.infer<typeof JobObject>;

/** How a Job ended; `undefined` while it has not. */
export type JobEnd = { succeeded: boolean; reason: string; message: string };

export function endOf(job: JobObject): JobEnd | undefined {
  const final = job.status?.conditions?.find(
    ({ type, status }) => (type === "Complete" || type === "Failed") && status === "True",
  );
  if (final === undefined) return undefined;
  return { succeeded: final.type === "Complete", reason: final.reason ?? "", message: final.message ?? "" };
}

/**
 * That a Job will fail, and since when, while its pods are being ended (Kubernetes, "Jobs", "Terminal Job conditions").
 * A pod on a node that is lost never ends, and nor does its Job.
 */
export function comingEndOf(job: JobObject): { end: JobEnd; since: string } | undefined {
  const target = job.status?.conditions?.find(({ type, status }) => type === "FailureTarget" && status === "True");
  if (target === undefined) return undefined;
  const end = { succeeded: false, reason: target.reason ?? "", message: target.message ?? "" };
  return { end, since: target.lastTransitionTime ?? "" };
}

/** Whether its outcome is in every command it ran for, or it was given up after it was deleted. */
export function isRecorded(job: JobObject): boolean {
  return job.metadata.annotations?.[annotation.recorded] !== undefined;
}

/** `undefined` for a Job that carries our label without our annotations: someone else's, never touched. */
export function observedJob(object: KubeObject): ObservedJob | undefined {
  const parsed = JobObject.safeParse(object);
  if (!parsed.success) return undefined;
  const { metadata } = parsed.data;
  const scanHash = metadata.annotations?.[annotation.scanHash];
  const epoch = Number(metadata.annotations?.[annotation.epoch]);
  if (scanHash === undefined || !Number.isSafeInteger(epoch)) return undefined;
  const isDeleted = endOf(parsed.data) === undefined && Boolean(metadata.deletionTimestamp);
  const owners = isDeleted ? [] : metadata.ownerReferences?.filter(({ kind }) => kind === "OperatorCommand");
  return {
    name: metadata.name,
    uid: metadata.uid,
    scanHash,
    epoch,
    state: stateOf(parsed.data),
    queue: metadata.labels?.[label.queue] || undefined,
    owners: new Set(owners?.map(({ uid }) => uid)),
  };
}

function stateOf(job: JobObject): ObservedJob["state"] {
  if (endOf(job) !== undefined || isRecorded(job)) return "finished";
  if (job.metadata.deletionTimestamp) return "ending";
  return job.spec.suspend === true ? "suspended" : "running";
}
