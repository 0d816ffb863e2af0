import { type Cluster as Connection, connectCluster, type KubeObject, type Resource, resources } from "@sortie/kube";
import type { Cluster } from "../cluster/cluster.ts";
import { namespace } from "./installation.ts";

/** What happens on the way of a scan, as the API server's watch tells of it. */
type Step =
  | "POST sent"
  | "POST answered"
  | "command created"
  | "job created"
  | "job resumed"
  | "pod created"
  | "pod scheduled"
  | "container started"
  | "container ended"
  | "job finished"
  | "outcome recorded";

export type Trace = {
  /** When a step was first seen, in milliseconds of Unix time. */
  times: Map<string, number>;
  mark(step: Step): void;
  /** Resolves when a step is seen. */
  reached(step: Step): Promise<void>;
  stop(): Promise<void>;
};

/** Watches commands, Jobs and pods of the namespace from now on. What exists already is not part of the trace. */
export async function followScan(cluster: Cluster): Promise<Trace> {
  const connection = await connectCluster({ kubeconfig: cluster.kubeconfig, userAgent: "sortie-e2e" });
  const stop = new AbortController();
  const times = new Map<string, number>();
  const waiting = new Map<Step, () => void>();
  const mark = (step: Step) => {
    if (!times.has(step)) times.set(step, Date.now());
    waiting.get(step)?.();
  };
  const follow = (resource: Resource, steps: (object: KubeObject) => Step[]) =>
    followNew(connection, resource, stop.signal, (object) => steps(object).forEach(mark));
  const synced = [
    follow(resources.operatorCommands, commandSteps),
    follow(resources.jobs, jobSteps),
    follow(resources.pods, podSteps),
  ];
  await Promise.all(synced);
  return {
    times,
    mark,
    reached: (step) =>
      times.has(step) ? Promise.resolve() : new Promise<void>((resolve) => waiting.set(step, resolve)),
    stop: () => {
      stop.abort();
      return connection.close();
    },
  };
}

/** Resolves when the objects that exist are known; from then on every new or changed object is told. */
function followNew(
  connection: Connection,
  resource: Resource,
  signal: AbortSignal,
  tell: (object: KubeObject) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const old = new Set<string | undefined>();
  const run = async () => {
    for await (const event of connection.watch(resource, { namespace, signal })) {
      if (event.type === "relisted") {
        for (const { metadata } of event.objects) old.add(metadata?.uid);
        resolve();
      } else if (event.type !== "deleted" && !old.has(event.object.metadata?.uid)) tell(event.object);
    }
  };
  run().catch((error: unknown) => {
    if (!signal.aborted) reject(error);
  });
  return promise;
}

type Condition = { type: string; status: string };
type WithStatus<S> = KubeObject & { status?: S };

function commandSteps(object: KubeObject): Step[] {
  const { status } = object as WithStatus<{ completed?: boolean }>;
  return status?.completed ? ["command created", "outcome recorded"] : ["command created"];
}

function jobSteps(object: KubeObject): Step[] {
  const { status, spec } = object as WithStatus<{ conditions?: Condition[] }> & { spec: { suspend?: boolean } };
  const isFinished = status?.conditions?.some(
    ({ type, status: is }) => (type === "Complete" || type === "Failed") && is === "True",
  );
  return [
    "job created",
    ...(spec.suspend ? [] : (["job resumed"] as const)),
    ...(isFinished ? (["job finished"] as const) : []),
  ];
}

type PodStatus = {
  conditions?: Condition[];
  containerStatuses?: { state: { running?: object; terminated?: object } }[];
};

function podSteps(object: KubeObject): Step[] {
  if (object.metadata?.labels?.["app.kubernetes.io/managed-by"] !== "sortie") return [];
  const { status } = object as WithStatus<PodStatus>;
  const steps: Step[] = ["pod created"];
  const isScheduled = status?.conditions?.some(({ type, status: is }) => type === "PodScheduled" && is === "True");
  const state = status?.containerStatuses?.[0]?.state;
  if (isScheduled) steps.push("pod scheduled");
  if (state?.running || state?.terminated) steps.push("container started");
  if (state?.terminated) steps.push("container ended");
  return steps;
}
