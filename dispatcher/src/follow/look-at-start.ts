import type { Cluster, KubeObject } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import { annotation } from "../object-labels.ts";
import type { ReadCommand } from "../operator-command/read-command.ts";
import { tellWaiting } from "../operator-command/tell-waiting.ts";
import type { ObservedObjects } from "../own-writes.ts";
import type { JobEnd, JobObject } from "../plan/observed-job.ts";
import { endEarly } from "./end-early.ts";
import { type Attempt, newestAttempt } from "./newest-attempt.ts";

/** A pod has its image and starts within this long, or somebody may want to know why not. */
const patienceSeconds = 60;

/** Nothing is going to help any more: the Job has kept its place from others for this long. */
const giveUpSeconds = 900;

type Deps = {
  cluster: Pick<Cluster, "get" | "create" | "update" | "patch">;
  namespace: string;
  jobs: Pick<ObservedObjects, "wrote">;
  commands: ObservedObjects;
  podsOf: (jobUid: string) => Promise<KubeObject[]>;
  /** Since when each Job is seen to run that no controller has started, by name; RFC 3339. */
  unstarted: Map<string, string>;
  warningAbout: (uid: string) => Promise<{ message: string; at: string } | undefined>;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/**
 * Looks at a Job that runs, for commands of which nobody has an outcome: what keeps it from beginning is told to them, and
 * ends it after a while, as it keeps its place from others. Answers when to look again, or how its scan ended where
 * Kubernetes does not say so: something else keeps its pod running, or no controller ever looks at the Job.
 */
export async function lookAtStart(
  job: JobObject,
  commands: Pick<ReadCommand, "name" | "uid" | "waitingFor">[],
  deps: Deps,
): Promise<{ againInSeconds?: number } | { over: JobEnd }> {
  const { name, uid } = job.metadata;
  const now = deps.clock.now();
  const startTime = job.status?.startTime ?? undefined;
  const startedAt = startTime ?? deps.unstarted.get(name) ?? now.toISOString();
  if (startTime === undefined) deps.unstarted.set(name, startedAt);
  else deps.unstarted.delete(name);
  const runsSeconds = secondsBetween(startedAt, now);
  if (runsSeconds < patienceSeconds) return { againInSeconds: Math.ceil(patienceSeconds - runsSeconds) };

  const attempt = newestAttempt(await deps.podsOf(uid));
  if (attempt.state === "begun") {
    await tellWaiting(commands, undefined, deps);
    return { againInSeconds: patienceSeconds };
  }
  if (attempt.state === "outlived") return outlivedSince(attempt, now);
  const { since = startedAt, reason } = await hindranceOf(attempt, job, deps);
  const waitedSeconds = secondsBetween(since, now);
  if (waitedSeconds < patienceSeconds) return { againInSeconds: Math.ceil(patienceSeconds - waitedSeconds) };
  if (reason === undefined) return { againInSeconds: patienceSeconds };
  if (commands.some(({ waitingFor }) => waitingFor !== reason)) {
    deps.log.warn({ job: name, jobId: job.metadata.annotations?.[annotation.jobId], reason }, "scan cannot begin");
    await tellWaiting(commands, reason, deps);
  }
  if (waitedSeconds < giveUpSeconds) return { againInSeconds: patienceSeconds };
  if (startTime === undefined) return { over: { succeeded: false, reason: "DeadlineExceeded", message: reason } };
  await endEarly(job, runsSeconds, deps);
  return {};
}

/** A pod ends soon after its last container, unless that is a proxy that nobody tells to end. */
function outlivedSince({ since, succeeded }: Extract<Attempt, { state: "outlived" }>, now: Date) {
  const waitSeconds = patienceSeconds - secondsBetween(since, now);
  if (waitSeconds > 0) return { againInSeconds: Math.ceil(waitSeconds) };
  return { over: { succeeded, reason: "", message: "another container keeps its pod running" } };
}

async function hindranceOf(
  attempt: Exclude<Attempt, { state: "begun" | "outlived" }>,
  job: JobObject,
  { warningAbout }: Deps,
): Promise<{ since?: string; reason: string | undefined }> {
  if (attempt.state === "hindered") return attempt;
  if (attempt.state === "on-its-way") {
    return { since: attempt.since, reason: (await warningAbout(attempt.pod))?.message };
  }
  const refused = await warningAbout(job.metadata.uid);
  if (attempt.state === "none") return { reason: refused?.message ?? "nobody creates its pod" };
  return { since: attempt.since, reason: refused && refused.at > attempt.since ? refused.message : undefined };
}

function secondsBetween(instant: string, now: Date): number {
  return (now.getTime() - Date.parse(instant)) / 1000;
}
