import type { KubeObject } from "@sortie/kube";
import type { Ended } from "./child-process.ts";
import type { RunnableJob } from "./runnable-job.ts";

/** The pod of one attempt, as the Job controller creates it. Its name ends in five characters as theirs do. */
export function newAttemptPod(job: RunnableJob, namespace: string, id: string): KubeObject {
  const { metadata, spec } = job.spec.template;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${job.metadata.name}-${id.replaceAll("-", "").slice(0, 5)}`,
      namespace,
      labels: {
        ...metadata.labels,
        "batch.kubernetes.io/job-name": job.metadata.name,
        "batch.kubernetes.io/controller-uid": job.metadata.uid,
        "job-name": job.metadata.name,
      },
      annotations: { ...metadata.annotations },
      ownerReferences: [
        { apiVersion: "batch/v1", kind: "Job", name: job.metadata.name, uid: job.metadata.uid, controller: true },
      ],
    },
    spec,
    status: { phase: "Pending" },
  };
}

export function runningStatus(container: string, pid: number | undefined, now: Date) {
  const startedAt = now.toISOString();
  return {
    phase: "Running",
    startTime: startedAt,
    containerStatuses: [
      { name: container, containerID: `process://${pid ?? ""}`, ready: true, state: { running: { startedAt } } },
    ],
  };
}

export function endedStatus(container: string, ended: Ended, now: Date) {
  return {
    phase: ended.exitCode === 0 ? "Succeeded" : "Failed",
    containerStatuses: [
      { name: container, ready: false, state: { terminated: { ...ended, finishedAt: now.toISOString() } } },
    ],
  };
}

/** Kubernetes marks a pod so whose node went away: the failure is not the scan's. */
export const abandonedStatus = {
  phase: "Failed",
  reason: "RunnerLost",
  message: "the dispatcher that ran this process ended",
  conditions: [{ type: "DisruptionTarget", status: "True", reason: "RunnerLost" }],
};
