import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import type { ConfigTarget } from "@sortie/wire";
import { annotation, label, managedBySortie, ownLabels } from "../object-labels.ts";
import { startCommands } from "../operator-command/start-commands.ts";
import type { ObservedObjects } from "../own-writes.ts";
import { endOf, JobObject, type ObservedJob } from "../plan/observed-job.ts";
import type { OpenCommand, ScanStep } from "../plan/plan-scans.ts";
import { jobNameOf } from "../plan/scan-identity.ts";
import { refusalOf } from "../refusal.ts";
import { buildJob, type CommandOfJob, ownerReference } from "./build-job.ts";
import type { JobTemplate } from "./job-template.ts";

export type LaunchDeps = {
  cluster: Pick<Cluster, "get" | "create" | "update">;
  namespace: string;
  /** Absent: scans are switched off, and no command that wants one is read as such. */
  template: JobTemplate | undefined;
  /** Kueue's queue that new Jobs wait in. Absent: they are resumed here. */
  queue: string | undefined;
  jobs: ObservedObjects;
  commands: ObservedObjects;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/** A command together with what its Job tells of it. */
export type PlannedCommand = OpenCommand & CommandOfJob & { target: ConfigTarget; waitingFor: string | undefined };

/**
 * `stale`: the API server is ahead of what the plan was made from, and the event that tells so is on its way; nothing was
 * done. `refused`: the API server does not take this step, whatever it says of others.
 */
type StepResult = "done" | "stale" | { refused: string };

/** Takes one step of the plan. */
export async function takeScanStep(
  step: ScanStep,
  planned: Map<string, PlannedCommand>,
  deps: LaunchDeps,
): Promise<StepResult> {
  try {
    if (step.do === "create") return await createJob(step, planned, deps);
    if (step.do === "join") return await joinJob(step.job, step.commands, deps);
    return await resumeJob(step.job, step.commands, deps);
  } catch (err) {
    const refused = refusalOf(err);
    if (refused === undefined) throw err;
    return { refused };
  }
}

async function createJob(
  step: Extract<ScanStep, { do: "create" }>,
  planned: Map<string, PlannedCommand>,
  deps: LaunchDeps,
): Promise<StepResult> {
  const first = planned.get(step.commands[0]?.uid ?? "");
  const { namespace, template, queue } = deps;
  if (first === undefined || template === undefined) throw new Error(`no Job can be made for scan ${step.scanHash}`);
  const { epoch, commands } = step;
  const job = buildJob({ template, namespace, queue, epoch, target: first.target, first, commands });
  const created = await deps.cluster.create(resources.jobs, job, { signal: deps.signal });
  if (created.ok) {
    if (!isWatched(created.object)) return { refused: takenFrom(job) };
    deps.jobs.wrote(created.object);
    deps.log.info({ job: job.metadata?.name, jobId: first.jobId, parentId: first.parentId, epoch }, "job created");
    return "done";
  }
  return meetExisting(jobNameOf(step.scanHash, epoch), step.scanHash, deps);
}

/** "Already exists" is a success only while the Job of that name is ours and unfinished. */
async function meetExisting(name: string, scanHash: string, deps: LaunchDeps): Promise<StepResult> {
  const live = await deps.cluster.get(resources.jobs, { namespace: deps.namespace, name }, { signal: deps.signal });
  if (live === undefined) return "stale";
  const parsed = JobObject.safeParse(live);
  if (!parsed.success || parsed.data.metadata.annotations?.[annotation.scanHash] !== scanHash) {
    return { refused: `Job "${name}" exists and is not ours` };
  }
  if (!isWatched(live)) return { refused: takenFrom(live) };
  deps.jobs.wrote(live);
  return endOf(parsed.data) === undefined ? "done" : "stale";
}

/** Whether it has the label by which Jobs are watched: nobody would learn how another one ends. */
function isWatched({ metadata }: KubeObject): boolean {
  return metadata?.labels?.[label.managedBy] === ownLabels[label.managedBy];
}

function takenFrom({ metadata }: KubeObject): string {
  return `an admission webhook or policy takes the label "${managedBySortie}" from Job "${metadata?.name}"`;
}

/** Adds owners to a Job, unless it was changed since it was read: then it may have been resumed. */
async function joinJob(job: ObservedJob, commands: OpenCommand[], deps: LaunchDeps): Promise<StepResult> {
  const object = deps.jobs.get(job.name);
  if (object === undefined) return "stale";
  const ownerReferences = [...(object.metadata?.ownerReferences ?? []), ...commands.map(ownerReference)];
  const joined = await update({ ...object, metadata: { ...object.metadata, ownerReferences } }, deps);
  if (joined === "stale") return "stale";
  if (!commands.every(({ uid }) => joined.metadata?.ownerReferences?.some((owner) => owner.uid === uid))) {
    return { refused: `an admission webhook or policy takes its owners from Job "${job.name}"` };
  }
  deps.log.info({ job: job.name, commands: commands.length }, "commands joined a waiting job");
  return "done";
}

/**
 * `started` comes first: a command that does not have it is certain to be carried out by a scan that has not begun. One
 * whose status the API server refuses leaves the Job, which runs for the others. A time to live that admission has given
 * the Job is taken from it: the Job would be deleted before its outcome is read.
 */
async function resumeJob(job: ObservedJob, commands: OpenCommand[], deps: LaunchDeps): Promise<StepResult> {
  const object = deps.jobs.get(job.name);
  if (object === undefined) return "stale";
  const refused = await startCommands(commands, deps);
  const [reason] = refused.values();
  if (reason !== undefined && refused.size === commands.length) return { refused: reason };
  const ownerReferences = (object.metadata?.ownerReferences ?? []).filter(({ uid }) => !refused.has(uid));
  const spec = { ...(object.spec as Record<string, unknown>), suspend: false, ttlSecondsAfterFinished: undefined };
  const resumed = await update({ ...object, metadata: { ...object.metadata, ownerReferences }, spec }, deps);
  if (resumed === "stale") return "stale";
  if ((resumed.spec as { suspend?: boolean }).suspend === true) {
    return { refused: `an admission webhook or policy keeps Job "${job.name}" suspended` };
  }
  deps.log.info({ job: job.name, commands: commands.length - refused.size }, "job resumed");
  return "done";
}

/** What the API server made of it, which is not always what was asked for. */
async function update(object: KubeObject, deps: LaunchDeps): Promise<KubeObject | "stale"> {
  const written = await deps.cluster.update(resources.jobs, object, { signal: deps.signal });
  if (!written.ok) return "stale";
  deps.jobs.wrote(written.object);
  return written.object;
}
