import { z } from "zod";

const texts = z.record(z.string(), z.string());
const anything = z.record(z.string(), z.unknown());
const name = z.string().min(1).max(253);

const EnvVar = z.object({
  name,
  value: z.string().optional(),
  valueFrom: z
    .object({
      configMapKeyRef: anything.optional(),
      secretKeyRef: anything.optional(),
      fieldRef: anything.optional(),
      resourceFieldRef: anything.optional(),
    })
    .optional(),
});

/** Where Jobs run as processes of this machine nothing is pulled, and a template need not say what would be. */
const noImage = "process";

const Container = z.object({
  image: z.string().min(1).default(noImage),
  imagePullPolicy: z.string().optional(),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  env: z.array(EnvVar).default([]),
  resources: anything.optional(),
  securityContext: anything.optional(),
  volumeMounts: z.array(anything).optional(),
});

/** Kinds of volume that show a container nothing of its node. A `hostPath` or an unknown kind is refused. */
const volumeKinds = ["configMap", "secret", "emptyDir", "projected", "downwardAPI", "persistentVolumeClaim"];

const Volume = z
  .looseObject({ name })
  .refine(
    (volume) => Object.keys(volume).every((key) => key === "name" || volumeKinds.includes(key)),
    `a volume is one of ${volumeKinds.join(", ")}`,
  );

/**
 * The manifest of a `batch/v1` Job that an operator may adapt. Only these fields are taken over, all others are
 * dropped: who may edit the template must not thereby choose host namespaces, privileges or a restart policy.
 *
 * Written by: the chart, or the command line. Read by: the dispatcher, once at start, from `JOB_TEMPLATES_DIR`.
 * Errors: a template that breaks the schema ends the dispatcher's start.
 */
export const JobTemplate = z.object({
  metadata: z.object({ labels: texts.default({}), annotations: texts.default({}) }).prefault({}),
  spec: z.object({
    activeDeadlineSeconds: z.int().positive().default(1800),
    backoffLimit: z.int().nonnegative().default(2),
    template: z.object({
      metadata: z.object({ labels: texts.default({}), annotations: texts.default({}) }).prefault({}),
      spec: z.object({
        containers: z.tuple([Container], "a Job of ours has exactly one container"),
        serviceAccountName: z.string().optional(),
        nodeSelector: texts.optional(),
        tolerations: z.array(anything).optional(),
        affinity: anything.optional(),
        securityContext: anything.optional(),
        priorityClassName: z.string().optional(),
        imagePullSecrets: z.array(z.object({ name })).optional(),
        volumes: z.array(Volume).optional(),
      }),
    }),
  }),
});
export type JobTemplate = z.infer<typeof JobTemplate>;

/** A template whose Jobs Kubernetes runs: without an image their pods would wait until the Job's deadline. */
export const ImageTemplate = JobTemplate.refine(({ spec }) => spec.template.spec.containers[0].image !== noImage, {
  path: ["spec", "template", "spec", "containers", 0, "image"],
  message: "an image is needed, which Kubernetes runs",
});
