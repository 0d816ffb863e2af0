import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import type { JobOutcome } from "@sortie/wire";
import { annotation } from "../object-labels.ts";
import { completeCommand } from "../operator-command/complete-command.ts";
import type { ReadCommand } from "../operator-command/read-command.ts";
import type { ObservedObjects } from "../own-writes.ts";
import { comingEndOf, endOf, isRecorded, type JobEnd, JobObject, observedJob } from "../plan/observed-job.ts";
import { refusalOf } from "../refusal.ts";
import { endEarly } from "./end-early.ts";
import { leaveQueue, waitInQueue } from "./follow-queue.ts";
import { lookAtStart } from "./look-at-start.ts";
import { newestWarning } from "./newest-warning.ts";
import { patchJob } from "./patch-job.ts";
import { readOutcome } from "./read-outcome.ts";

/** Kubernetes has ended a pod this long after it wants to, or the pod's node does not answer: twice the usual grace. */
const endingSeconds = 60;

type Deps = {
  cluster: Pick<Cluster, "get" | "list" | "update" | "create" | "patch">;
  namespace: string;
  jobs: ObservedObjects;
  commands: ObservedObjects;
  readCommand: (object: KubeObject) => ReadCommand | undefined;
  jobTtlSeconds: number;
  /** Remembered from one look at a Job to the next, by its name: since when it is seen to run without having been started. */
  unstarted: Map<string, string>;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/**
 * Sees to it that somebody learns of a Job that cannot begin. Records the outcome of a finished Job in every command it
 * ran for, and only then lets the Job expire. A crash between any two writes leaves a Job that is not marked as recorded,
 * which the next look at it takes up again.
 */
export async function followJob(name: string, deps: Deps): Promise<{ againInSeconds?: number }> {
  const object = deps.jobs.get(name);
  const observed = object === undefined ? undefined : observedJob(object);
  if (observed?.state !== "running") deps.unstarted.delete(name);
  if (observed === undefined) return {};
  const job = JobObject.parse(object);
  if (isRecorded(job)) return {};
  const end = endOf(job);
  if (end !== undefined) return recordEnd(job, end, deps);
  if (observed.state === "ending") return leaveBehind(job, deps);
  const { state, queue } = observed;
  if (state === "suspended" && queue !== undefined) return waitInQueue(job, queue, openCommandsOf(job, deps), deps);
  if (state !== "running") return {};
  if (queue !== undefined) await leaveQueue(job, queue, openCommandsOf(job, deps), deps);
  const coming = comingEndOf(job);
  if (coming === undefined) return followPod(job, deps);
  const waitSeconds = endsInSeconds(coming.since, deps);
  if (waitSeconds > 0) return { againInSeconds: Math.ceil(waitSeconds) };
  return recordEnd(job, { ...coming.end, message: `${coming.end.message}; its pod does not end` }, deps);
}

/** A Job that is being deleted has no commands any more. Its place is free when nothing is going to end its pod. */
async function leaveBehind(job: JobObject, deps: Deps): Promise<{ againInSeconds?: number }> {
  const waitSeconds = endsInSeconds(job.metadata.deletionTimestamp ?? "", deps);
  if (waitSeconds > 0) return { againInSeconds: Math.ceil(waitSeconds) };
  await letExpire(job, deps);
  deps.log.warn({ job: job.metadata.name }, "the pod of a deleted job does not end");
  return {};
}

function endsInSeconds(since: string, { clock }: Deps): number {
  return (Date.parse(since) - clock.now().getTime()) / 1000 + endingSeconds;
}

/** A scan that is over before Kubernetes says so has its outcome like any other; what is left of its Job is ended. */
async function followPod(job: JobObject, deps: Deps): Promise<{ againInSeconds?: number }> {
  const looked = await lookAtStart(job, openCommandsOf(job, deps), startDeps(deps));
  if (!("over" in looked)) return looked;
  await recordEnd(job, looked.over, deps);
  await endEarly(job, 1, deps);
  return {};
}

async function recordEnd(job: JobObject, end: JobEnd, deps: Deps): Promise<Record<string, never>> {
  const waitedFor = openCommandsOf(job, deps).find((command) => command.waitingFor !== undefined)?.waitingFor;
  const deadlineSeconds = job.spec.activeDeadlineSeconds ?? undefined;
  const outcome = readOutcome({ end, deadlineSeconds, waitedFor }, await podsOf(job.metadata.uid, deps));
  const owners = ownersOf(job);
  await completeEach(owners, outcome, deps);
  await letExpire(job, deps);
  logOutcome(job, outcome, owners.length, deps.log);
  return {};
}

/** Every command gets the outcome that can be given it, before a refusal for one brings the Job back later. */
async function completeEach(owners: { name: string; uid: string }[], outcome: JobOutcome, deps: Deps): Promise<void> {
  const refusals: unknown[] = [];
  for (const owner of owners) {
    try {
      await completeCommand(owner, outcome, deps);
    } catch (err) {
      if (refusalOf(err) === undefined) throw err;
      refusals.push(err);
    }
  }
  if (refusals.length > 0) throw refusals[0];
}

function startDeps(deps: Deps) {
  return {
    ...deps,
    podsOf: (jobUid: string) => podsOf(jobUid, deps),
    warningAbout: (uid: string) => newestWarning(uid, deps),
  };
}

function ownersOf(job: JobObject): { name: string; uid: string }[] {
  return (job.metadata.ownerReferences ?? []).filter(({ kind }) => kind === "OperatorCommand");
}

/** Commands that the Job runs for and that have no outcome. */
function openCommandsOf(job: JobObject, { commands, readCommand }: Deps): ReadCommand[] {
  return ownersOf(job).flatMap(({ name, uid }) => {
    const object = commands.get(name);
    const command = object === undefined ? undefined : readCommand(object);
    return command?.uid === uid && command.completedAt === undefined ? [command] : [];
  });
}

/** By uid: a Job of the same name that was deleted may have left its pods behind. */
async function podsOf(jobUid: string, { cluster, namespace, signal }: Deps): Promise<KubeObject[]> {
  const labelSelector = `batch.kubernetes.io/controller-uid=${jobUid}`;
  const pods: KubeObject[] = [];
  for await (const page of cluster.list(resources.pods, { namespace, labelSelector, signal })) pods.push(...page.items);
  return pods;
}

function letExpire(job: JobObject, deps: Deps): Promise<void> {
  const annotations = { [annotation.recorded]: "true" };
  return patchJob(job, { annotations, spec: { ttlSecondsAfterFinished: deps.jobTtlSeconds } }, deps);
}

function logOutcome(job: JobObject, outcome: JobOutcome, commands: number, log: Logger): void {
  const { annotations } = job.metadata;
  const fields = {
    job: job.metadata.name,
    jobId: annotations?.[annotation.jobId],
    parentId: annotations?.[annotation.parentId] ?? null,
    commands,
  };
  if (outcome.status === "succeeded") log.info({ ...fields, ...outcome.counts }, "scan succeeded");
  else log.error({ ...fields, code: outcome.code, reason: outcome.message }, "scan failed");
}
