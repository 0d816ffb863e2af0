import type { Cluster, KubeObject } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import { annotation } from "../object-labels.ts";
import type { JobObject } from "../plan/observed-job.ts";
import { hindranceOf } from "./hindrance.ts";
import { recordEvent } from "./record-event.ts";

/** A pod has its image and starts within this long, or somebody may want to know why not. */
const patienceSeconds = 60;

type Deps = {
  cluster: Pick<Cluster, "create">;
  namespace: string;
  podsOf(jobName: string): Promise<KubeObject[]>;
  /** What keeps Jobs from beginning, by name: nothing is left of it where a Job's deadline ends it. */
  hindrances: Map<string, string>;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/**
 * Looks at a Job that runs: one that cannot begin holds up others until its deadline, so whoever gave the command, or
 * reads the log, is told once. Answers when to look again.
 */
export async function lookAtStart(job: JobObject, owners: Owner[], deps: Deps): Promise<{ againInSeconds?: number }> {
  const { name, annotations } = job.metadata;
  const now = deps.clock.now();
  const waitedSeconds = (now.getTime() - Date.parse(job.status?.startTime ?? now.toISOString())) / 1000;
  if (waitedSeconds < patienceSeconds) return { againInSeconds: Math.ceil(patienceSeconds - waitedSeconds) };
  const reason = hindranceOf(await deps.podsOf(name));
  if (reason === undefined) {
    deps.hindrances.delete(name);
    return {};
  }
  // What was seen first counts: a deadline takes the pod away before the Job is finished.
  if (!deps.hindrances.has(name)) {
    deps.hindrances.set(name, reason);
    deps.log.warn({ job: name, jobId: annotations?.[annotation.jobId], reason }, "scan cannot begin");
    for (const owner of owners) await recordEvent(deps, owner, { reason: "ScanWaiting", message: reason }, now);
  }
  return { againInSeconds: patienceSeconds };
}

type Owner = { name: string; uid: string };
