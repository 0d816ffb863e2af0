import { type Cluster, createWorkQueue, type KubeObject, resources } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import { aborted } from "../aborted.ts";
import type { ObservedNamespace } from "../reconcile/observe-namespace.ts";
import { abandonedStatus, endedStatus, newAttemptPod, runningStatus } from "./attempt-pod.ts";
import { killAbandoned, type RunningProcess, removeFiles, removeFilesOfJob, startProcess } from "./child-process.ts";
import { nextRunStep, type RunStep } from "./next-run-step.ts";
import { type Attempt, attemptOf, type RunnableJob, runnableJob } from "./runnable-job.ts";

type Deps = {
  cluster: Pick<Cluster, "list" | "create" | "patch" | "delete">;
  namespace: string;
  observed: ObservedNamespace;
  /** Logs and termination messages of the processes. */
  dir: string;
  /** Search path of the processes. */
  path: string;
  newId(): string;
  clock: Clock;
  log: Logger;
};

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
  const processes = new Map<string, RunningProcess & { job: string }>();
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

type RunDeps = Deps & {
  /** Processes of this program by their pod's uid. */
  processes: Map<string, RunningProcess & { job: string }>;
  again(job: string): void;
  signal: AbortSignal;
};

async function runJob(name: string, deps: RunDeps): Promise<{ againInSeconds?: number }> {
  const object = deps.observed.jobs.get(name);
  if (object === undefined) return forgetJob(name, deps);
  const job = runnableJob(object);
  const step = nextRunStep(job, await attemptsAt(job, deps), (uid) => deps.processes.has(uid), deps.clock.now());
  await take(step, job, deps);
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

async function take(step: RunStep, job: RunnableJob, deps: RunDeps): Promise<void> {
  if (step.do === "start") await startAttempt(job, deps);
  if (step.do === "stop") await stopAttempt(step.attempt, job, deps);
  if (step.do === "abandon") await abandonAttempt(step.attempt, deps);
  if (step.do === "finish") await finishJob(step, job, deps);
  if (step.do === "delete") await deleteJob(job, deps);
}

async function startAttempt(job: RunnableJob, deps: RunDeps): Promise<void> {
  const { cluster, namespace, clock, processes, signal } = deps;
  const created = await cluster.create(resources.pods, newAttemptPod(job, namespace, deps.newId()), { signal });
  if (!created.ok) throw new Error(`a pod of Job "${job.metadata.name}" exists although its name is random`);
  const { pod, uid } = attemptOf(created.object);
  const [container] = job.spec.template.spec.containers;
  const child = startProcess(container, { dir: deps.dir, pod, path: deps.path });
  processes.set(uid, { ...child, job: job.metadata.name });
  deps.log.info({ job: job.metadata.name, pod }, "process started");
  const running = writePodStatus(pod, runningStatus(container.name, child.pid, clock.now()), deps);
  void followProcess({ child, running, pod, uid, container: container.name, job }, deps);
  await running;
  const startTime = job.status?.startTime ?? clock.now().toISOString();
  await writeJobStatus(job, { startTime, active: 1 }, deps);
}

/** Records the end of a process. When the API server does not take it, the pod stays without a process: abandoned. */
async function followProcess(
  of: { child: RunningProcess; running: Promise<void>; pod: string; uid: string; container: string; job: RunnableJob },
  deps: RunDeps,
): Promise<void> {
  const ended = await of.child.ended;
  try {
    await of.running.catch(() => {});
    if (!deps.signal.aborted) await writePodStatus(of.pod, endedStatus(of.container, ended, deps.clock.now()), deps);
  } catch (err) {
    deps.log.error({ err, pod: of.pod }, "end of a process not recorded");
  }
  deps.processes.delete(of.uid);
  deps.again(of.job.metadata.name);
}

async function stopAttempt({ pod, uid }: Attempt, job: RunnableJob, deps: RunDeps): Promise<void> {
  const running = deps.processes.get(uid);
  running?.stop(job.spec.template.spec.terminationGracePeriodSeconds);
  await running?.ended;
  const { cluster, namespace, signal } = deps;
  await cluster.delete(resources.pods, { namespace, name: pod }, { signal });
}

async function abandonAttempt({ pod }: Attempt, deps: RunDeps): Promise<void> {
  killAbandoned(deps.dir, pod);
  deps.log.warn({ pod }, "process abandoned by an earlier dispatcher");
  await writePodStatus(pod, abandonedStatus, deps);
}

async function finishJob(
  { succeeded, reason, message, attempt }: Extract<RunStep, { do: "finish" }>,
  job: RunnableJob,
  deps: RunDeps,
): Promise<void> {
  if (attempt !== undefined) await stopAttempt(attempt, job, deps);
  const time = deps.clock.now().toISOString();
  await writeJobStatus(
    job,
    {
      active: 0,
      ...(succeeded ? { succeeded: 1, completionTime: time } : { failed: 1 }),
      conditions: [
        { type: succeeded ? "Complete" : "Failed", status: "True", reason, message, lastTransitionTime: time },
      ],
    },
    deps,
  );
}

async function deleteJob(job: RunnableJob, deps: RunDeps): Promise<void> {
  const { cluster, namespace, signal } = deps;
  for (const { pod } of await attemptsAt(job, deps)) removeFiles(deps.dir, pod);
  const { name, uid } = job.metadata;
  await cluster.delete(resources.jobs, { namespace, name }, { uid, propagationPolicy: "Background", signal });
}

async function writePodStatus(pod: string, status: KubeObject, deps: RunDeps): Promise<void> {
  await writeStatus(deps, resources.pods, pod, status);
}

async function writeJobStatus(job: RunnableJob, status: KubeObject, deps: RunDeps): Promise<void> {
  await writeStatus(deps, resources.jobs, job.metadata.name, status);
}

async function writeStatus(
  { cluster, namespace, signal }: RunDeps,
  resource: typeof resources.pods | typeof resources.jobs,
  name: string,
  status: KubeObject,
): Promise<void> {
  const at = { namespace, name };
  const written = await cluster.patch(resource, at, { status }, { type: "merge", subresource: "status", signal });
  if (!written.ok && written.reason === "Conflict") throw new Error(`"${name}" was changed by somebody else`);
}
