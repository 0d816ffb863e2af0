import type { KubeObject } from "@sortie/kube";
import type { RefusedScans } from "../launch/refused-scans.ts";
import { type LaunchDeps, type PlannedCommand, takeScanStep } from "../launch/take-scan-step.ts";
import { completeCommand } from "../operator-command/complete-command.ts";
import type { ReadCommand } from "../operator-command/read-command.ts";
import { tellWaiting } from "../operator-command/tell-waiting.ts";
import { couldNotBeginOutcome } from "../operator-command/unreported-outcome.ts";
import { type ObservedJob, observedJob } from "../plan/observed-job.ts";
import { classOf, type Limits, nextScanStep, type ScanStep } from "../plan/plan-scans.ts";
import { scanHashOf } from "../plan/scan-identity.ts";
import { refusalOf } from "../refusal.ts";

type Deps = LaunchDeps & {
  limits: Limits;
  refusals: RefusedScans;
  readCommand(object: KubeObject): ReadCommand | undefined;
};

/** Steps of one pass. More than a pass can need: a plan that never ends is a bug that has to show. */
const maxSteps = 10_000;

/**
 * Takes steps until every open command has a Job or waits for room in the window, and as many Jobs run as may. When the
 * API server is ahead of what is observed, it stops: the event on its way brings it back. A scan that the API server
 * refuses is set aside, in the window, and the pass goes on with the others. Answers when to try it again.
 */
export async function reconcileScans(deps: Deps): Promise<{ againInSeconds?: number | undefined }> {
  const { limits, refusals } = deps;
  for (let steps = 0; steps < maxSteps; steps++) {
    const commands = deps.commands.list().flatMap((object) => plannedCommand(deps.readCommand(object)));
    refusals.keep(new Set(commands.map(({ scanHash }) => scanHash)));
    const jobs = deps.jobs.list().flatMap((object) => observedJob(object) ?? []);
    const window = limits.window - setAsideWithoutJob(commands, jobs, refusals) + idleJobs(commands, jobs, refusals);
    const step = nextScanStep(triable(commands, jobs, refusals), jobs, { ...limits, window });
    if (step === undefined) return { againInSeconds: nextLookInSeconds(deps) };
    const planned = new Map(commands.map((command) => [command.uid, command]));
    const result = isUndone(step, refusals)
      ? { refused: suspendedAgain(step.job) }
      : await takeScanStep(step, planned, deps);
    if (result === "stale") return { againInSeconds: nextLookInSeconds(deps) };
    const own = step.commands.flatMap(({ uid }) => planned.get(uid) ?? []);
    if (result !== "done") await meetRefusal(step, { all: commands, own }, result.refused, deps);
    else if (refusals.taken(scanHashOfStep(step), step.do === "resume" ? step.job.uid : undefined))
      await tellWaiting(own, undefined, deps);
  }
  throw new Error(`the plan has not come to rest after ${maxSteps} steps`);
}

function nextLookInSeconds({ refusals, jobs, commands }: Deps): number | undefined {
  const times = [refusals.nextInSeconds(), jobs.forgetsInSeconds(), commands.forgetsInSeconds()];
  const [first] = times.filter((time) => time !== undefined).toSorted((a, b) => a - b);
  return first;
}

type ResumeStep = Extract<ScanStep, { do: "resume" }>;

/** A Job that somebody else has suspended since it was resumed, a queue of Kueue's for example, is not resumed at once. */
function isUndone(step: ScanStep, refusals: RefusedScans): step is ResumeStep {
  return step.do === "resume" && refusals.isUndone(step.job.scanHash, step.job.uid);
}

/**
 * Commands whose scan is not set aside, without those that wait until a Job has begun which takes them in no more: they get
 * the next one then.
 */
function triable(commands: PlannedCommand[], jobs: ObservedJob[], refusals: RefusedScans): PlannedCommand[] {
  const withJob = new Set(jobs.flatMap(({ owners }) => [...owners]));
  const isClosed = (job: ObservedJob) =>
    job.state === "suspended" && refusals.isJoinRefused(job.scanHash, job.uid) && runsFor(job, commands);
  const closed = new Set(jobs.filter(isClosed).map(({ scanHash }) => scanHash));
  return commands.filter(
    ({ uid, scanHash }) => !refusals.isSetAside(scanHash) && (withJob.has(uid) || !closed.has(scanHash)),
  );
}

/** Whether a Job will be resumed for one of these commands. */
function runsFor({ owners }: ObservedJob, commands: PlannedCommand[]): boolean {
  return commands.some(({ uid }) => owners.has(uid));
}

/** A Job that runs for others is not kept from them by commands that cannot join it. */
async function meetRefusal(
  step: ScanStep,
  { all, own }: { all: PlannedCommand[]; own: PlannedCommand[] },
  reason: string,
  deps: Deps,
): Promise<void> {
  if (step.do !== "join" || !runsFor(step.job, all)) return setAside(step, own, reason, deps);
  deps.refusals.joinRefused(step.job.scanHash, step.job.uid);
  deps.log.warn({ job: step.job.name, commands: own.length, reason }, "a waiting job takes in no further commands");
}

function suspendedAgain({ name }: ObservedJob): string {
  return `Job "${name}" was resumed, and somebody else has suspended it again`;
}

/** How many scans take a place in the window although no Job says so: one whose Job exists has its place. */
function setAsideWithoutJob(commands: PlannedCommand[], jobs: ObservedJob[], refusals: RefusedScans): number {
  const withJob = new Set(jobs.flatMap(({ state, scanHash }) => (state === "finished" ? [] : [scanHash])));
  const scans = new Set(commands.map(({ scanHash }) => scanHash));
  const isWaiting = (scanHash: string) => refusals.isSetAside(scanHash) && !refusals.isGivenUp(scanHash);
  return [...scans].filter((scanHash) => isWaiting(scanHash) && !withJob.has(scanHash)).length;
}

/** How many Jobs take no place in the window although they are suspended: they were given up, and go with their commands. */
function idleJobs(commands: PlannedCommand[], jobs: ObservedJob[], refusals: RefusedScans): number {
  const open = new Set(commands.map(({ uid }) => uid));
  const isIdle = ({ owners, scanHash }: ObservedJob) => refusals.isGivenUp(scanHash) || owners.isDisjointFrom(open);
  return jobs.filter((job) => job.state === "suspended" && isIdle(job)).length;
}

/** Tells a scan's commands why its Job is not taken, and completes them when it has been so for too long. */
async function setAside(step: ScanStep, commands: PlannedCommand[], reason: string, deps: Deps): Promise<void> {
  const result = deps.refusals.refused(scanHashOfStep(step));
  for (const { name, jobId, parentId } of commands) {
    deps.log.warn({ command: name, jobId, parentId, reason, result }, "scan refused by the API server");
  }
  if (result === "set aside") return tellWaiting(commands, reason, deps);
  for (const command of commands) await giveUp(command, reason, deps);
}

/** Where the API server does not take the outcome either, the scan is tried again, in nobody's place. */
async function giveUp(command: PlannedCommand, reason: string, deps: Deps): Promise<void> {
  try {
    await completeCommand(command, couldNotBeginOutcome(reason), deps);
  } catch (err) {
    if (refusalOf(err) === undefined) throw err;
    deps.log.warn({ err, command: command.name }, "outcome not recorded");
  }
}

function scanHashOfStep(step: ScanStep): string {
  return step.do === "create" ? step.scanHash : step.job.scanHash;
}

function plannedCommand(command: ReadCommand | undefined): PlannedCommand[] {
  if (command === undefined || command.completedAt !== undefined || command.wants.what !== "config-scan") return [];
  const { target } = command.wants;
  return [{ ...command, target, scanHash: scanHashOf(target), class: classOf(command) }];
}
