import type { KubeObject } from "@sortie/kube";
import { z } from "zod";

const strings = z.array(z.string()).default([]);
const texts = z.record(z.string(), z.string()).nullish();

const PodFailurePolicyRule = z.object({
  action: z.enum(["FailJob", "Ignore", "Count"]),
  onExitCodes: z
    .object({
      containerName: z.string().nullish(),
      operator: z.enum(["In", "NotIn"]),
      values: z.array(z.int()),
    })
    .nullish(),
  onPodConditions: z.array(z.object({ type: z.string(), status: z.string().default("True") })).nullish(),
});
export type PodFailurePolicyRule = z.infer<typeof PodFailurePolicyRule>;

const Container = z.object({
  name: z.string(),
  command: strings,
  args: strings,
  env: z.array(z.object({ name: z.string(), value: z.string().default("") })).default([]),
  terminationMessagePolicy: z.string().default("File"),
});
export type RunnableContainer = z.infer<typeof Container>;

/** What running a Job as a process depends on (Kubernetes API, `batch/v1 Job`); defaults are the API server's. */
const RunnableJob = z.object({
  apiVersion: z.string().default("batch/v1"),
  metadata: z.object({ name: z.string(), uid: z.string(), deletionTimestamp: z.string().nullish() }),
  spec: z.object({
    suspend: z.boolean().default(false),
    backoffLimit: z.int().default(6),
    activeDeadlineSeconds: z.int().nullish(),
    ttlSecondsAfterFinished: z.int().nullish(),
    podFailurePolicy: z.object({ rules: z.array(PodFailurePolicyRule) }).nullish(),
    template: z.object({
      metadata: z.object({ labels: texts, annotations: texts }).prefault({}),
      spec: z.looseObject({
        containers: z.tuple([Container]),
        terminationGracePeriodSeconds: z.int().default(30),
      }),
    }),
  }),
  status: z
    .object({
      startTime: z.string().nullish(),
      completionTime: z.string().nullish(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), lastTransitionTime: z.string().nullish() }))
        .nullish(),
    })
    .nullish(),
});
export type RunnableJob = z.infer<typeof RunnableJob>;

/** @throws Error naming the field that a process cannot be started from. */
export function runnableJob(object: KubeObject): RunnableJob {
  const parsed = RunnableJob.safeParse(object);
  if (!parsed.success) throw new Error(`Job "${object.metadata?.name}": ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** When the Job finished; `undefined` while it has not. */
export function finishedAt(job: RunnableJob): string | undefined {
  const final = job.status?.conditions?.find(
    ({ type, status }) => (type === "Complete" || type === "Failed") && status === "True",
  );
  return final === undefined ? undefined : (final.lastTransitionTime ?? job.status?.completionTime ?? "");
}

/** A pod of a Job, as far as its Job depends on it. */
const AttemptPod = z.object({
  metadata: z.object({ name: z.string(), uid: z.string() }),
  status: z
    .object({
      phase: z.enum(["Pending", "Running", "Succeeded", "Failed"]).default("Pending"),
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).nullish(),
      containerStatuses: z
        .array(
          z.object({
            name: z.string(),
            state: z.object({
              terminated: z.object({ exitCode: z.int(), finishedAt: z.string().default("") }).nullish(),
            }),
          }),
        )
        .nullish(),
    })
    .prefault({}),
});

/** One attempt at a Job. */
export type Attempt = {
  pod: string;
  uid: string;
  phase: "Pending" | "Running" | "Succeeded" | "Failed";
  conditions: { type: string; status: string }[];
  /** Absent while it runs, and for one that never ran. */
  ended: { container: string; exitCode: number; finishedAt: string } | undefined;
};

export function attemptOf(object: KubeObject): Attempt {
  const { metadata, status } = AttemptPod.parse(object);
  const [container] = status.containerStatuses ?? [];
  const terminated = container?.state.terminated;
  return {
    pod: metadata.name,
    uid: metadata.uid,
    phase: status.phase,
    conditions: status.conditions ?? [],
    ended: container && terminated ? { container: container.name, ...terminated } : undefined,
  };
}
