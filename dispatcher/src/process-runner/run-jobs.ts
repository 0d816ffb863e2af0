import { type Cluster, createWorkQueue, resources } from "@sortie/kube";
import { aborted } from "../aborted.ts";
import type { ObservedNamespace } from "../reconcile/observe-namespace.ts";
import { removeFilesOfJob } from "./attempt-files.ts";
import { nextRunStep } from "./next-run-step.ts";
import { type Attempt, attemptOf, type RunnableJob, runnableJob } from "./runnable-job.ts";
import { type TakeDeps, takeRunStep } from "./take-run-step.ts";

type RunDeps = TakeDeps & { cluster: Pick<Cluster, "list">; observed: ObservedNamespace };

type Deps = Omit<RunDeps, "processes" | "again" | "signal">;

/** Jobs looked after at once. How many run is the plan's business. */
const concurrency = 16;

/** When this program stops, its processes have this long to end; what they leave is taken up by the next start. */
const stopGraceSeconds = 5;

/**
 * Runs Jobs as child processes until the signal aborts: what kube-controller-manager and kubelet do in a cluster, with
 * the same objects (docs/reference/control-plane.md, "Process launcher").
 */
export async function runJobs(deps: Deps, signal: AbortSignal): Promise<void> {
  const { observed, log } = deps;
  await observed.synced;
  const processes: RunDeps["processes"] = new Map();
  const queue = createWorkQueue<string>({
    reconcile: (job, signal) => runJob(job, { ...deps, processes, again: (job) => queue.add(job), signal }),
    concurrency,
    log,
    signal,
  });
  observed.onChange(({ kind, name }) => void (kind === "job" && queue.add(name)), signal);
  for (const { metadata } of observed.jobs.list()) queue.add(metadata?.name ?? "");
  const stopAll = () => {
    for (const running of processes.values()) running.stop(stopGraceSeconds);
  };
  await aborted(signal);
  stopAll(); // what is drained may wait for the end of one
  await queue.drain();
  stopAll(); // and may have started one
  await Promise.all([...processes.values()].map(({ ended }) => ended));
}

async function runJob(name: string, deps: RunDeps): Promise<{ againInSeconds?: number }> {
  const object = deps.observed.jobs.get(name);
  if (object === undefined) return forgetJob(name, deps);
  const job = runnableJob(object);
  const step = nextRunStep(job, await attemptsAt(job, deps), (uid) => deps.processes.has(uid), deps.clock.now());
  await takeRunStep(step, job, deps);
  if (step.do === "wait") return step.seconds === undefined ? {} : { againInSeconds: step.seconds };
  return step.do === "delete" || step.do === "start" || step.do === "finish" ? {} : { againInSeconds: 0 };
}

/** The Job is gone, and with it, by their owner reference, its pods. */
async function forgetJob(name: string, { processes, dir }: RunDeps): Promise<Record<string, never>> {
  const left = [...processes.values()].filter(({ job }) => job === name);
  for (const running of left) running.stop(0);
  await Promise.all(left.map(({ ended }) => ended));
  removeFilesOfJob(dir, name);
  return {};
}

async function attemptsAt(job: RunnableJob, { cluster, namespace, signal }: RunDeps): Promise<Attempt[]> {
  const labelSelector = `batch.kubernetes.io/controller-uid=${job.metadata.uid}`;
  const attempts: Attempt[] = [];
  for await (const { items } of cluster.list(resources.pods, { namespace, labelSelector, signal })) {
    attempts.push(...items.map(attemptOf));
  }
  return attempts;
}
