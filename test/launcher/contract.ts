import { type Cluster, type KubeObject, type Resource, resources } from "@sortie/kube";
import { expect } from "vitest";
import { z } from "zod";

/** Whatever runs Jobs: a cluster's controller-manager and kubelet, or the dispatcher's process launcher. */
export type Launcher = {
  cluster: Cluster;
  namespace: string;
  /** Fields of a container that runs this script with Node. */
  container(script: string): Record<string, unknown>;
};

const Condition = z.object({ type: z.string(), status: z.string(), reason: z.string().optional() });
const Job = z.looseObject({
  metadata: z.looseObject({ name: z.string(), uid: z.string() }),
  status: z
    .looseObject({
      startTime: z.string().optional(),
      succeeded: z.int().optional(),
      failed: z.int().optional(),
      conditions: z.array(Condition).nullish(),
    })
    .prefault({}),
});
const Pod = z.looseObject({
  status: z
    .looseObject({
      phase: z.string().default("Pending"),
      containerStatuses: z
        .array(
          z.looseObject({
            state: z.looseObject({
              terminated: z.looseObject({ exitCode: z.int(), message: z.string().optional() }).nullish(),
            }),
          }),
        )
        .nullish(),
    })
    .prefault({}),
});

const report = `require("node:fs").writeFileSync(process.env.TERMINATION_LOG ?? "/dev/termination-log", "the report");`;
const forever = "setInterval(() => {}, 1000);";

/** What the dispatcher relies on, whoever runs its Jobs. */
export const contract: [rule: string, holds: (launcher: Launcher) => Promise<void>][] = [
  [
    "completes a Job whose process exits with 0, and keeps its termination message",
    async (launcher) => {
      const { job, pods } = await run(launcher, report);
      expect(endOf(job)).toMatchObject({ type: "Complete" });
      expect(job.status).toMatchObject({ succeeded: 1 });
      expect(pods).toMatchObject([{ exitCode: 0, message: "the report", phase: "Succeeded" }]);
    },
  ],
  [
    "fails a Job at once on an exit code of the policy",
    async (launcher) => {
      const { job, pods } = await run(launcher, `${report} process.exitCode = 70;`);
      expect(endOf(job)).toMatchObject({ type: "Failed", reason: "PodFailurePolicy" });
      expect(pods).toMatchObject([{ exitCode: 70, message: "the report", phase: "Failed" }]);
    },
  ],
  [
    "falls back to the log where there is no message",
    async (launcher) => {
      const { pods } = await run(launcher, `console.log("last words"); process.exitCode = 1;`);
      expect(pods).toMatchObject([{ exitCode: 1, message: expect.stringContaining("last words") }]);
    },
  ],
  [
    "tries again on other exit codes, up to the backoff limit",
    async (launcher) => {
      const { job, pods } = await run(launcher, "process.exitCode = 75;", { backoffLimit: 1 });
      expect(endOf(job)).toMatchObject({ type: "Failed", reason: "BackoffLimitExceeded" });
      expect(pods).toMatchObject([{ exitCode: 75 }, { exitCode: 75 }]);
    },
  ],
  [
    "starts a suspended Job when it is resumed, not before",
    async (launcher) => {
      const created = await create(launcher, report, { suspend: true });
      const before = await create(launcher, report);
      await finished(launcher, before.metadata.name);
      expect(await podsOf(launcher, created.metadata.uid)).toEqual([]);
      await patch(launcher, created, { spec: { suspend: false } });
      expect(endOf(await finished(launcher, created.metadata.name))).toMatchObject({ type: "Complete" });
    },
  ],
  [
    "fails a Job that runs for longer than its deadline",
    async (launcher) => {
      const { job } = await run(launcher, forever, { activeDeadlineSeconds: 2 });
      expect(endOf(job)).toMatchObject({ type: "Failed", reason: "DeadlineExceeded" });
    },
  ],
  [
    "removes a finished Job and its pods after its time to live, which may be set after the end",
    async (launcher) => {
      const { job } = await run(launcher, report);
      await patch(launcher, job, { spec: { ttlSecondsAfterFinished: 1 } });
      await gone(launcher, resources.jobs, `metadata.name=${job.metadata.name}`);
      await noPods(launcher, job.metadata.uid);
    },
  ],
  [
    "ends what runs of a Job that is deleted",
    async (launcher) => {
      const job = await create(launcher, forever);
      const { namespace, cluster } = launcher;
      await until(launcher, resources.pods, selector(job.metadata.uid), (pods) => podPhase(pods) === "Running");
      const at = { namespace, name: job.metadata.name };
      await cluster.delete(resources.jobs, at, { propagationPolicy: "Background" });
      await noPods(launcher, job.metadata.uid);
    },
  ],
];

type JobObject = z.infer<typeof Job>;

async function run(launcher: Launcher, script: string, spec: Record<string, unknown> = {}) {
  const created = await create(launcher, script, spec);
  const job = await finished(launcher, created.metadata.name);
  return { job, pods: await podsOf(launcher, job.metadata.uid) };
}

let created = 0;

async function create(launcher: Launcher, script: string, spec: Record<string, unknown> = {}): Promise<JobObject> {
  const { cluster, namespace } = launcher;
  const container = { name: "scan", terminationMessagePolicy: "FallbackToLogsOnError", ...launcher.container(script) };
  created += 1;
  const made = await cluster.create(resources.jobs, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `contract-${process.pid}-${created}`,
      namespace,
      labels: { "app.kubernetes.io/managed-by": "sortie" },
    },
    spec: {
      backoffLimit: 2,
      podFailurePolicy: {
        rules: [{ action: "FailJob", onExitCodes: { containerName: "scan", operator: "In", values: [1, 70] } }],
      },
      template: { spec: { restartPolicy: "Never", terminationGracePeriodSeconds: 1, containers: [container] } },
      ...spec,
    },
  });
  if (!made.ok) throw new Error("a Job of the contract exists already");
  return Job.parse(made.object);
}

async function patch({ cluster, namespace }: Launcher, { metadata }: JobObject, change: object): Promise<void> {
  await cluster.patch(resources.jobs, { namespace, name: metadata.name }, change, { type: "merge" });
}

async function finished(launcher: Launcher, name: string): Promise<JobObject> {
  const isOver = (objects: KubeObject[]) => objects.some((object) => endOf(Job.parse(object)) !== undefined);
  const [job] = await until(launcher, resources.jobs, { fieldSelector: `metadata.name=${name}` }, isOver);
  return Job.parse(job);
}

function endOf({ status }: JobObject): z.infer<typeof Condition> | undefined {
  return status.conditions?.find(({ type, status }) => /^(Complete|Failed)$/.test(type) && status === "True");
}

async function podsOf({ cluster, namespace }: Launcher, jobUid: string) {
  const pods: z.infer<typeof Pod>[] = [];
  for await (const { items } of cluster.list(resources.pods, { namespace, ...selector(jobUid) })) {
    pods.push(...items.map((pod) => Pod.parse(pod)));
  }
  return pods.map(({ status }) => ({ phase: status.phase, ...status.containerStatuses?.[0]?.state.terminated }));
}

function selector(jobUid: string): { labelSelector: string } {
  return { labelSelector: `batch.kubernetes.io/controller-uid=${jobUid}` };
}

function podPhase([pod]: KubeObject[]): string | undefined {
  return pod === undefined ? undefined : Pod.parse(pod).status.phase;
}

async function noPods(launcher: Launcher, jobUid: string): Promise<void> {
  await until(launcher, resources.pods, selector(jobUid), (pods) => pods.length === 0);
}

async function gone(launcher: Launcher, resource: Resource, fieldSelector: string): Promise<void> {
  await until(launcher, resource, { fieldSelector }, (objects) => objects.length === 0);
}

/** The selected objects, as soon as they are as wanted. */
async function until(
  { cluster, namespace }: Launcher,
  resource: Resource,
  selection: { labelSelector?: string; fieldSelector?: string },
  isAsWanted: (objects: KubeObject[]) => boolean,
): Promise<KubeObject[]> {
  const stop = new AbortController();
  const known = new Map<string | undefined, KubeObject>();
  try {
    for await (const event of cluster.watch(resource, { namespace, ...selection, signal: stop.signal })) {
      if (event.type === "relisted") known.clear();
      const objects = event.type === "relisted" ? event.objects : [event.object];
      for (const object of objects) {
        if (event.type === "deleted") known.delete(object.metadata?.uid);
        else known.set(object.metadata?.uid, object);
      }
      if (isAsWanted([...known.values()])) return [...known.values()];
    }
  } finally {
    stop.abort();
  }
  throw new Error("the watch ended");
}
