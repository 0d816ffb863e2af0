import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import type { JobOutcome } from "@sortie/wire";
import { annotation } from "../object-labels.ts";
import { completedStatus, writeStatus } from "../operator-command/write-status.ts";
import { endOf, JobObject, observedJob } from "../plan/observed-job.ts";
import type { ObservedObjects } from "../reconcile/own-writes.ts";
import { lookAtStart } from "./look-at-start.ts";
import { readOutcome } from "./read-outcome.ts";
import { type CommandEvent, recordEvent } from "./record-event.ts";

type Deps = {
  cluster: Pick<Cluster, "get" | "list" | "update" | "create" | "patch">;
  namespace: string;
  jobs: ObservedObjects;
  commands: Pick<ObservedObjects, "wrote">;
  jobTtlSeconds: number;
  hindrances: Map<string, string>;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/**
 * Sees to it that somebody learns of a Job that cannot begin. Records the outcome of a finished Job in every command it
 * ran for, and only then lets the Job expire. A crash between any two writes leaves a Job without
 * `ttlSecondsAfterFinished`, which the next look at it takes up again.
 */
export async function followJob(name: string, deps: Deps): Promise<{ againInSeconds?: number }> {
  const object = deps.jobs.get(name);
  const observed = object === undefined ? undefined : observedJob(object);
  if (observed === undefined) {
    deps.hindrances.delete(name);
    return {};
  }
  const job = JobObject.parse(object);
  const owners = (job.metadata.ownerReferences ?? []).filter(({ kind }) => kind === "OperatorCommand");
  if (observed.state === "running") {
    return lookAtStart(job, owners, { ...deps, podsOf: (jobName) => podsOf(jobName, deps) });
  }
  const end = endOf(job);
  if (end === undefined || typeof job.spec.ttlSecondsAfterFinished === "number") return {};
  const outcome = readOutcome(end, await podsOf(name, deps), deps.hindrances.get(name));
  for (const owner of owners) await completeCommand(owner, outcome, deps);
  await letExpire(job, deps);
  deps.hindrances.delete(name);
  logOutcome(job, outcome, owners.length, deps.log);
  return {};
}

async function podsOf(jobName: string, { cluster, namespace, signal }: Deps): Promise<KubeObject[]> {
  const labelSelector = `batch.kubernetes.io/job-name=${jobName}`;
  const pods: KubeObject[] = [];
  for await (const page of cluster.list(resources.pods, { namespace, labelSelector, signal })) pods.push(...page.items);
  return pods;
}

async function completeCommand(command: { name: string; uid: string }, outcome: JobOutcome, deps: Deps): Promise<void> {
  const written = await writeStatus(deps, command, completedStatus(outcome, deps.clock.now()));
  if (written === undefined) return;
  deps.commands.wrote(written);
  await recordEvent(deps, command, eventOf(outcome), deps.clock.now());
}

function eventOf(outcome: JobOutcome): CommandEvent {
  if (outcome.status === "failed") return { reason: "ScanFailed", message: `${outcome.code}: ${outcome.message}` };
  const counts = Object.entries(outcome.counts).map(([name, count]) => `${count} ${name}`);
  return { reason: "ScanSucceeded", message: counts.join(", ") || "nothing to count" };
}

async function letExpire(job: JobObject, { cluster, namespace, jobs, jobTtlSeconds, signal }: Deps): Promise<void> {
  const at = { namespace, name: job.metadata.name };
  const patch = { metadata: { uid: job.metadata.uid }, spec: { ttlSecondsAfterFinished: jobTtlSeconds } };
  const written = await cluster.patch(resources.jobs, at, patch, { type: "merge", signal });
  if (written.ok) jobs.wrote(written.object);
  else if (written.reason === "Conflict") throw new Error(`Job "${at.name}" was changed by somebody else`);
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
