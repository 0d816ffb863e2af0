import { type Cluster, type KubeObject, resources } from "@sortie/kube";
import type { Clock, Logger } from "@sortie/process";
import { removeFilesOfJob } from "./attempt-files.ts";
import { abandonedStatus, endedStatus, newAttemptPod, runningStatus } from "./attempt-pod.ts";
import { killAbandoned, type RunningProcess, startProcess } from "./child-process.ts";
import type { RunStep } from "./next-run-step.ts";
import { type Attempt, attemptOf, type RunnableJob } from "./runnable-job.ts";

export type TakeDeps = {
  cluster: Pick<Cluster, "create" | "patch" | "delete">;
  namespace: string;
  /** Logs and termination messages of the processes. */
  dir: string;
  /** Search path of the processes. */
  path: string;
  /** Processes of this program by their pod's uid. */
  processes: Map<string, RunningProcess & { job: string }>;
  /** Wants a Job looked at. */
  again(job: string): void;
  newId(): string;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/** Takes the next step of a Job, which waiting is none of. */
export async function takeRunStep(step: RunStep, job: RunnableJob, deps: TakeDeps): Promise<void> {
  if (step.do === "start") await startAttempt(job, deps);
  if (step.do === "stop") await stopAttempt(step.attempt, job, deps);
  if (step.do === "abandon") await abandonAttempt(step.attempt, deps);
  if (step.do === "finish") await finishJob(step, job, deps);
  if (step.do === "delete") await deleteJob(job, deps);
}

async function startAttempt(job: RunnableJob, deps: TakeDeps): Promise<void> {
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
  deps: TakeDeps,
): Promise<void> {
  const ended = await of.child.ended;
  try {
    // Who has started it is told of this error, and tries again.
    await of.running.catch(() => {});
    if (!deps.signal.aborted) await writePodStatus(of.pod, endedStatus(of.container, ended, deps.clock.now()), deps);
  } catch (err) {
    deps.log.error({ err, pod: of.pod }, "end of a process not recorded");
  }
  deps.processes.delete(of.uid);
  deps.again(of.job.metadata.name);
}

async function stopAttempt({ pod, uid }: Attempt, job: RunnableJob, deps: TakeDeps): Promise<void> {
  const running = deps.processes.get(uid);
  running?.stop(job.spec.template.spec.terminationGracePeriodSeconds);
  await running?.ended;
  const { cluster, namespace, signal } = deps;
  await cluster.delete(resources.pods, { namespace, name: pod }, { signal });
}

async function abandonAttempt({ pod }: Attempt, deps: TakeDeps): Promise<void> {
  killAbandoned(deps.dir, pod);
  deps.log.warn({ pod }, "process abandoned by an earlier dispatcher");
  await writePodStatus(pod, abandonedStatus, deps);
}

async function finishJob(
  { succeeded, reason, message, attempt }: Extract<RunStep, { do: "finish" }>,
  job: RunnableJob,
  deps: TakeDeps,
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

async function deleteJob(job: RunnableJob, deps: TakeDeps): Promise<void> {
  const { cluster, namespace, signal } = deps;
  const { name, uid } = job.metadata;
  removeFilesOfJob(deps.dir, name);
  await cluster.delete(resources.jobs, { namespace, name }, { uid, propagationPolicy: "Background", signal });
}

async function writePodStatus(pod: string, status: KubeObject, deps: TakeDeps): Promise<void> {
  await writeStatus(deps, resources.pods, pod, status);
}

async function writeJobStatus(job: RunnableJob, status: KubeObject, deps: TakeDeps): Promise<void> {
  await writeStatus(deps, resources.jobs, job.metadata.name, status);
}

async function writeStatus(
  { cluster, namespace, signal }: TakeDeps,
  resource: typeof resources.pods | typeof resources.jobs,
  name: string,
  status: KubeObject,
): Promise<void> {
  const at = { namespace, name };
  const written = await cluster.patch(resource, at, { status }, { type: "merge", subresource: "status", signal });
  if (!written.ok && written.reason === "Conflict") throw new Error(`"${name}" was changed by somebody else`);
}
