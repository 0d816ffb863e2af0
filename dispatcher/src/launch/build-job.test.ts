import { parseTraceparent } from "@sortie/process";
import { ScanRequest } from "@sortie/wire";
import { expect, it } from "vitest";
import { z } from "zod";
import { label } from "../object-labels.ts";
import { buildJob, type CommandOfJob } from "./build-job.ts";
import { JobTemplate } from "./job-template.ts";

const first: CommandOfJob = {
  name: "kubescapescan-x",
  uid: "u-1",
  createdAt: "2026-08-22T14:55:00Z",
  jobId: "job-1",
  parentId: null,
  traceparent: undefined,
};
const target = {
  type: "config" as const,
  includeNamespaces: [],
  excludedNamespaces: ["kube-system"],
  frameworks: ["nsa"],
  controls: [],
};
const hostile = {
  metadata: { name: "mine", namespace: "other", labels: { team: "a", "sortie.dev/command": "b" }, finalizers: ["x"] },
  spec: {
    ttlSecondsAfterFinished: 0,
    parallelism: 9,
    suspend: false,
    backoffLimit: 1,
    template: {
      metadata: { labels: { app: "operator", team: "a" } },
      spec: {
        hostNetwork: true,
        hostPID: true,
        restartPolicy: "Always",
        initContainers: [{ name: "x", image: "evil" }],
        serviceAccountName: "kubescape",
        containers: [
          {
            name: "mine",
            image: "config-scan:1",
            lifecycle: {},
            env: [
              { name: "CLUSTER_NAME", value: "c" },
              { name: "SCAN_REQUEST", value: "mine" },
            ],
            resources: { limits: { memory: "1Gi" } },
            securityContext: { runAsNonRoot: true },
          },
        ],
      },
    },
  },
};

/** The job as JSON has it, without the value of SCAN_REQUEST, which has a test of its own. */
function build(template: unknown, more: Partial<CommandOfJob> = {}, queue?: string) {
  const command = { ...first, ...more };
  return buildJob({
    template: JobTemplate.parse(template),
    namespace: "kubescape",
    queue,
    epoch: 3,
    target,
    first: command,
    commands: [command, { name: "other", uid: "u-2" }],
  });
}

const env = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.tuple([z.object({ env: z.array(z.object({ name: z.string(), value: z.string() })) })]),
      }),
    }),
  }),
});
const envOf = (job: unknown) =>
  Object.fromEntries(env.parse(job).spec.template.spec.containers[0].env.map(({ name, value }) => [name, value]));

it("takes known fields of the template and nothing else", () => {
  const job = build(hostile);
  const values = envOf(job);
  expect(job).toEqual({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: expect.stringMatching(/^config-scan-[0-9a-f]{12}-3$/),
      namespace: "kubescape",
      labels: {
        team: "a",
        "app.kubernetes.io/managed-by": "sortie",
        "app.kubernetes.io/component": "config-scan",
        "sortie.dev/command": "kubescapescan-x",
      },
      annotations: {
        "sortie.dev/job-id": "job-1",
        "sortie.dev/epoch": "3",
        "sortie.dev/scan-hash": expect.stringMatching(/^[0-9a-f]{12}$/),
      },
      ownerReferences: [
        { apiVersion: "kubescape.io/v1alpha1", kind: "OperatorCommand", name: "kubescapescan-x", uid: "u-1" },
        { apiVersion: "kubescape.io/v1alpha1", kind: "OperatorCommand", name: "other", uid: "u-2" },
      ],
    },
    spec: {
      suspend: true,
      backoffLimit: 1,
      activeDeadlineSeconds: 1800,
      podFailurePolicy: {
        rules: [
          { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
          { action: "FailJob", onExitCodes: { containerName: "scan", operator: "In", values: [1, 70] } },
        ],
      },
      template: {
        metadata: {
          labels: {
            team: "a",
            "kubescape.io/ignore": "true",
            "kubescape.io/tier": "core",
            "app.kubernetes.io/managed-by": "sortie",
            "app.kubernetes.io/component": "config-scan",
            "sortie.dev/command": "kubescapescan-x",
          },
          annotations: expect.objectContaining({ "sortie.dev/job-id": "job-1" }),
        },
        spec: {
          restartPolicy: "Never",
          serviceAccountName: "kubescape",
          containers: [
            {
              name: "scan",
              image: "config-scan:1",
              env: [
                { name: "CLUSTER_NAME", value: "c" },
                { name: "SCAN_REQUEST", value: values.SCAN_REQUEST },
                { name: "TRACEPARENT", value: values.TRACEPARENT },
              ],
              resources: { limits: { memory: "1Gi" } },
              securityContext: { runAsNonRoot: true },
              terminationMessagePolicy: "FallbackToLogsOnError",
            },
          ],
        },
      },
    },
  });
});

it("carries the request and a trace, the same however often it is built", () => {
  const values = envOf(build(hostile, { parentId: "p" }));
  expect(ScanRequest.parse(JSON.parse(values.SCAN_REQUEST ?? ""))).toEqual({
    jobId: "job-1",
    parentId: "p",
    target,
    requestedAt: "2026-08-22T14:55:00Z",
  });
  expect(parseTraceparent(values.TRACEPARENT)).toBeDefined();
  expect(envOf(build(hostile, { parentId: "p" }))).toEqual(values);
});

it("keeps Kubernetes from putting another variable's value into the request", () => {
  const jobId = "$(CLUSTER_NAME) $$(CLUSTER_NAME) ^a$$";
  const { SCAN_REQUEST = "" } = envOf(build(hostile, { jobId }));
  expect(SCAN_REQUEST).not.toContain("$");
  expect(ScanRequest.parse(JSON.parse(SCAN_REQUEST)).jobId).toBe(jobId);
});

it("leaves out the label of a command whose name is no label's value", () => {
  expect(build(hostile, { name: "n".repeat(63) })).toHaveProperty(["metadata", "labels", "sortie.dev/command"]);
  const job = build({ ...hostile, metadata: {} }, { name: "n".repeat(64) });
  expect(job).not.toHaveProperty(["metadata", "labels", "sortie.dev/command"]);
  expect(job).not.toHaveProperty(["spec", "template", "metadata", "labels", "sortie.dev/command"]);
});

it("continues the sender's trace, and replaces one that is broken", () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  expect(envOf(build(hostile, { traceparent })).TRACEPARENT).toBe(traceparent);
  expect(parseTraceparent(envOf(build(hostile, { traceparent: "x" })).TRACEPARENT)).toBeDefined();
});

it.each([
  ["a volume of the node", { volumes: [{ name: "v", hostPath: { path: "/" } }] }],
  ["no container", { containers: [] }],
  ["two containers", { containers: [{}, {}] }],
])("refuses a template with %s", (_what, spec) => {
  const template = { spec: { template: { spec: { containers: [{ image: "i" }], ...spec } } } };
  expect(JobTemplate.safeParse(template).success).toBe(false);
});

it("puts the Job into its queue, whatever the template says, and its pod into none", () => {
  const { metadata, spec } = build({ ...hostile, metadata: { labels: { [label.queue]: "mine" } } }, {}, "team.scans");
  expect(metadata?.labels).toMatchObject({ "kueue.x-k8s.io/queue-name": "team.scans" });
  expect(spec).toMatchObject({ suspend: true });
  expect(JSON.stringify(spec)).not.toContain("kueue");
  expect(build(hostile).metadata?.labels).not.toHaveProperty([label.queue]);
});
