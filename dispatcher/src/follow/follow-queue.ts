import { annotation } from "../object-labels.ts";
import type { ReadCommand } from "../operator-command/read-command.ts";
import { startCommands } from "../operator-command/start-commands.ts";
import { tellWaiting } from "../operator-command/tell-waiting.ts";
import type { JobObject } from "../plan/observed-job.ts";
import { type PatchDeps, patchJob } from "./patch-job.ts";

/** Kueue admits a Job within a second where its queue has room. */
const patienceSeconds = 5;

type Deps = Parameters<typeof startCommands>[1] & Parameters<typeof tellWaiting>[2] & PatchDeps;

type Command = Pick<ReadCommand, "name" | "uid" | "started" | "waitingFor">;

/**
 * Tells the commands of a Job that Kueue has not admitted, or has evicted, which queue it waits in. It may wait there for as
 * long as it takes: a queue is somebody's decision, no refusal, and the Job's deadline does not run meanwhile.
 */
export async function waitInQueue(
  job: JobObject,
  queue: string,
  commands: Command[],
  deps: Deps,
): Promise<{ againInSeconds?: number }> {
  const now = deps.clock.now();
  const waitedSeconds = (now.getTime() - suspendedSince(job, now)) / 1000;
  if (waitedSeconds < patienceSeconds) return { againInSeconds: Math.ceil(patienceSeconds - waitedSeconds) };
  const reason = reasonOf(job, queue);
  if (!commands.some(({ waitingFor }) => waitingFor !== reason)) return {};
  const { name, annotations } = job.metadata;
  deps.log.info({ job: name, jobId: annotations?.[annotation.jobId], queue }, "scan waits in a queue");
  await tellWaiting(commands, reason, deps);
  return {};
}

/**
 * What resuming a Job comes with, for one that Kueue has resumed: its commands are started and wait no more, and a time to
 * live that admission has given the Job is taken from it, as it would be deleted before its outcome is read.
 */
export async function leaveQueue(job: JobObject, queue: string, commands: Command[], deps: Deps): Promise<void> {
  await startCommands(commands, deps);
  const reason = reasonOf(job, queue);
  const waiting = commands.filter(({ started, waitingFor }) => started && waitingFor === reason);
  await tellWaiting(waiting, undefined, deps);
  if (typeof job.spec.ttlSecondsAfterFinished !== "number") return;
  await patchJob(job, { spec: { ttlSecondsAfterFinished: null } }, deps);
}

function reasonOf({ metadata }: JobObject, queue: string): string {
  return `Job "${metadata.name}" waits for Kueue to admit it from queue "${queue}"`;
}

/** Kubernetes notes it soon after the Job was suspended again, and of a new one soon after its creation. */
function suspendedSince({ metadata, status }: JobObject, now: Date): number {
  const suspended = status?.conditions?.find(({ type }) => type === "Suspended");
  if (suspended === undefined) return Date.parse(metadata.creationTimestamp ?? "");
  return suspended.status === "True" ? Date.parse(suspended.lastTransitionTime ?? "") : now.getTime();
}
