import { type Attempt, finishedAt, type PodFailurePolicyRule, type RunnableJob } from "./runnable-job.ts";

/** The next thing to do about one Job. `stop` ends an attempt that must not go on, without counting it. */
export type RunStep =
  | { do: "start" }
  | { do: "stop"; attempt: Attempt }
  | { do: "abandon"; attempt: Attempt }
  | { do: "finish"; succeeded: boolean; reason: string; message: string; attempt: Attempt | undefined }
  | { do: "delete" }
  | { do: "wait"; seconds: number | undefined };

/** Seconds before the second attempt, doubled for each further one. A process on this machine needs no longer. */
const firstBackoffSeconds = 1;

/**
 * What the Job controller and kubelet would do next (Kubernetes, "Jobs": pod backoff failure policy, pod failure
 * policy, terminating and suspending a Job, clean up), for Jobs of one pod.
 *
 * `isOurs` tells whether a pod's process is a child of this one. One that is not belongs to a runner that died: nobody
 * can wait for it, so it is abandoned, which the pod failure policy does not count.
 */
export function nextRunStep(
  job: RunnableJob,
  attempts: Attempt[],
  isOurs: (uid: string) => boolean,
  now: Date,
): RunStep {
  const active = attempts.find(({ phase }) => phase === "Pending" || phase === "Running");
  const finished = finishedAt(job);
  if (finished !== undefined) return afterEnd(job, active, finished, now);
  if (active !== undefined && !isOurs(active.uid)) return { do: "abandon", attempt: active };
  if (job.metadata.deletionTimestamp || job.spec.suspend) {
    return active === undefined ? { do: "wait", seconds: undefined } : { do: "stop", attempt: active };
  }
  const deadline = secondsToDeadline(job, now);
  if (deadline !== undefined && deadline <= 0) {
    return { do: "finish", succeeded: false, ...deadlineExceeded, attempt: active };
  }
  if (active !== undefined) return { do: "wait", seconds: deadline };
  return verdict(job, attempts) ?? nextAttempt(countedFailures(job, attempts), now);
}

const deadlineExceeded = { reason: "DeadlineExceeded", message: "Job was active longer than specified deadline" };

function afterEnd(job: RunnableJob, active: Attempt | undefined, finished: string, now: Date): RunStep {
  if (active !== undefined) return { do: "stop", attempt: active };
  const ttlSeconds = job.spec.ttlSecondsAfterFinished;
  if (typeof ttlSeconds !== "number") return { do: "wait", seconds: undefined };
  const seconds = (Date.parse(finished) - now.getTime()) / 1000 + ttlSeconds;
  return seconds > 0 ? { do: "wait", seconds } : { do: "delete" };
}

function secondsToDeadline(job: RunnableJob, now: Date): number | undefined {
  const { activeDeadlineSeconds } = job.spec;
  const startTime = job.status?.startTime;
  if (typeof activeDeadlineSeconds !== "number" || !startTime) return undefined;
  return (Date.parse(startTime) - now.getTime()) / 1000 + activeDeadlineSeconds;
}

/** How the Job ends by what its attempts came to; `undefined` when another attempt is due. */
function verdict(job: RunnableJob, attempts: Attempt[]): RunStep | undefined {
  if (attempts.some(({ phase }) => phase === "Succeeded")) {
    return { do: "finish", succeeded: true, reason: "CompletionsReached", message: "", attempt: undefined };
  }
  const fatal = attempts.find((attempt) => attempt.phase === "Failed" && actionFor(job, attempt) === "FailJob");
  if (fatal !== undefined) {
    const message = `Container ${fatal.ended?.container} for pod ${fatal.pod} failed with exit code ${fatal.ended?.exitCode} matching FailJob rule`;
    return { do: "finish", succeeded: false, reason: "PodFailurePolicy", message, attempt: undefined };
  }
  if (countedFailures(job, attempts).length <= job.spec.backoffLimit) return undefined;
  const message = "Job has reached the specified backoff limit";
  return { do: "finish", succeeded: false, reason: "BackoffLimitExceeded", message, attempt: undefined };
}

function nextAttempt(failures: Attempt[], now: Date): RunStep {
  const last = Math.max(...failures.map(({ ended }) => Date.parse(ended?.finishedAt ?? "")).filter(Number.isFinite));
  if (!Number.isFinite(last)) return { do: "start" };
  const seconds = (last - now.getTime()) / 1000 + firstBackoffSeconds * 2 ** (failures.length - 1);
  return seconds > 0 ? { do: "wait", seconds } : { do: "start" };
}

function countedFailures(job: RunnableJob, attempts: Attempt[]): Attempt[] {
  return attempts.filter((attempt) => attempt.phase === "Failed" && actionFor(job, attempt) === "Count");
}

/** The first rule that matches decides; without one a failure counts. */
function actionFor(job: RunnableJob, attempt: Attempt): PodFailurePolicyRule["action"] {
  return job.spec.podFailurePolicy?.rules.find((rule) => matches(rule, attempt))?.action ?? "Count";
}

function matches({ onExitCodes, onPodConditions }: PodFailurePolicyRule, { ended, conditions }: Attempt): boolean {
  if (onPodConditions?.some((on) => conditions.some(({ type, status }) => type === on.type && status === on.status))) {
    return true;
  }
  // An exit code of 0 never matches, as in Kubernetes.
  if (!onExitCodes || ended === undefined || ended.exitCode === 0) return false;
  if (onExitCodes.containerName && onExitCodes.containerName !== ended.container) return false;
  return onExitCodes.values.includes(ended.exitCode) === (onExitCodes.operator === "In");
}
