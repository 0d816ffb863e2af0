import type { KubeObject } from "@sortie/kube";
import { z } from "zod";
import { containerName } from "../launch/build-job.ts";

/** How far each container has come (Kubernetes API, `ContainerStatus`). */
const Containers = z
  .array(
    z.looseObject({
      name: z.string().nullish(),
      state: z
        .looseObject({
          waiting: z.looseObject({ reason: z.string().nullish(), message: z.string().nullish() }).nullish(),
          running: z.looseObject({}).nullish(),
          terminated: z.looseObject({ exitCode: z.int(), finishedAt: z.string().nullish() }).nullish(),
        })
        .nullish(),
    }),
  )
  .nullish();

/** The fields of a pod that say how far it has come (Kubernetes API, `PodStatus`). */
const Pod = z.looseObject({
  metadata: z.looseObject({ uid: z.string(), creationTimestamp: z.string().nullish() }),
  spec: z.looseObject({ schedulerName: z.string().nullish(), nodeName: z.string().nullish() }).nullish(),
  status: z.looseObject({
    phase: z.string().nullish(),
    // Written by the node's kubelet when it takes the pod up.
    startTime: z.string().nullish(),
    conditions: z
      .array(z.looseObject({ type: z.string(), status: z.string(), message: z.string().nullish() }))
      .nullish(),
    // Admission may give the pod some, which run before the scan.
    initContainerStatuses: Containers,
    containerStatuses: Containers,
  }),
});
type Pod = z.infer<typeof Pod>;

/**
 * How far the newest attempt at a Job has come. `since`: RFC 3339, when it got there.
 *
 * `none`: it has no pod yet. `outlived`: the scan has ended and a container beside it runs on, which keeps the Job from
 * its end. `ended`: another attempt is due, or the Job's end. `on-its-way`: it will begin by itself, unless its volumes or
 * its network cannot be had. `hindered`: it will not begin by itself.
 */
export type Attempt =
  | { state: "none" }
  | { state: "begun" }
  | { state: "outlived"; since: string; succeeded: boolean }
  | { state: "ended"; since: string }
  | { state: "on-its-way"; since: string; pod: string }
  | { state: "hindered"; since: string; reason: string };

/** Of a Job that runs one pod at a time; others are attempts before it. */
export function newestAttempt(pods: KubeObject[]): Attempt {
  const [newest] = pods
    .flatMap((pod) => Pod.safeParse(pod).data ?? [])
    .toSorted((a, b) => (createdAt(a) < createdAt(b) ? 1 : -1));
  return newest === undefined ? { state: "none" } : attemptOf(newest);
}

function attemptOf(pod: Pod): Attempt {
  const { phase } = pod.status;
  if (phase === "Failed" || phase === "Succeeded") return { state: "ended", since: endedAt(pod) };
  const scan = pod.status.containerStatuses?.find(({ name }) => name === containerName)?.state;
  if (scan?.terminated?.finishedAt) {
    const { finishedAt: since, exitCode } = scan.terminated;
    return { state: "outlived", since, succeeded: exitCode === 0 };
  }
  // A pod is Pending for as long as one of its containers has not begun, be it not the scan's.
  if (phase === "Running" || scan?.running) return { state: "begun" };
  const reason = hindranceOf(pod);
  const since = createdAt(pod);
  return reason === undefined
    ? { state: "on-its-way", since, pod: pod.metadata.uid }
    : { state: "hindered", since, reason };
}

/** Reasons to wait that pass by themselves. */
const onItsWay = new Set(["ContainerCreating", "PodInitializing"]);

function hindranceOf(pod: Pod): string | undefined {
  const { conditions, initContainerStatuses, containerStatuses } = pod.status;
  const scheduled = conditions?.find(({ type }) => type === "PodScheduled");
  if (scheduled?.status === "False") return `no node takes its pod: ${scheduled.message ?? "no reason is given"}`;
  const containers = [...(initContainerStatuses ?? []), ...(containerStatuses ?? [])];
  if (containers.length === 0 && !pod.status.startTime) return neglectOf(pod, scheduled !== undefined);
  const waiting = containers.map(({ state }) => state?.waiting).find((one) => one?.reason && !onItsWay.has(one.reason));
  return waiting ? [waiting.reason, waiting.message].filter(Boolean).join(": ") : undefined;
}

/** Admission has given the pod to a scheduler that does not run, or the node was lost before anybody noticed. */
function neglectOf({ spec }: Pod, isScheduled: boolean): string {
  if (isScheduled) return `its node "${spec?.nodeName ?? ""}" does not take up its pod`;
  return `the scheduler "${spec?.schedulerName ?? ""}" does not look at its pod`;
}

function createdAt({ metadata }: Pod): string {
  return metadata.creationTimestamp ?? "";
}

function endedAt(pod: Pod): string {
  const times = pod.status.containerStatuses?.map(({ state }) => state?.terminated?.finishedAt ?? "") ?? [];
  return times.toSorted().at(-1) || createdAt(pod);
}
