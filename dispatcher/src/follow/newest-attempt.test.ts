import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { type Attempt, newestAttempt } from "./newest-attempt.ts";

const created = "2026-08-22T15:00:00Z";
const finishedAt = "2026-08-22T15:00:30Z";

function pod(status: Record<string, unknown>, creationTimestamp = created): KubeObject {
  return { metadata: { uid: "p1", creationTimestamp }, status: { phase: "Pending", ...status } };
}
const waiting = (reason: string, message?: string) =>
  pod({ containerStatuses: [{ state: { waiting: { reason, message } } }] });
const hindered = (reason: string): Attempt => ({ state: "hindered", since: created, reason });
const noNode = { type: "PodScheduled", status: "False", message: "0/3 nodes are available: 3 Insufficient memory." };
const onNode = { type: "PodScheduled", status: "True" };
const evicted = pod({ phase: "Failed", containerStatuses: [{ state: { terminated: { exitCode: 137, finishedAt } } }] });
const runningBeside = (running: string, ended: string) =>
  pod({
    phase: "Running",
    containerStatuses: [
      { name: running, state: { running: {} } },
      { name: ended, state: { terminated: { exitCode: 0, finishedAt } } },
    ],
  });

/** Admission has put another container into the pod, whose image cannot be had. */
const besideNoImage = (scan: object) => [
  { name: "proxy", state: { waiting: { reason: "ImagePullBackOff" } } },
  { name: "scan", state: scan },
];

it.each<[what: string, pods: KubeObject[], attempt: Attempt]>([
  ["an image that cannot be had", [waiting("ErrImagePull", "not found")], hindered("ErrImagePull: not found")],
  ["a reason without a message", [waiting("CreateContainerConfigError")], hindered("CreateContainerConfigError")],
  [
    "a pod that no node takes",
    [pod({ conditions: [noNode] })],
    hindered("no node takes its pod: 0/3 nodes are available: 3 Insufficient memory."),
  ],
  [
    "an image of a pod that a node has taken, and that is not ready",
    [
      pod({
        conditions: [
          { type: "Ready", status: "False" },
          { type: "PodScheduled", status: "True" },
        ],
        containerStatuses: [{ state: { waiting: { reason: "ErrImagePull" } } }],
      }),
    ],
    hindered("ErrImagePull"),
  ],
  ["a Job without a pod", [], { state: "none" }],
  [
    "a container that is being made",
    [waiting("ContainerCreating")],
    { state: "on-its-way", since: created, pod: "p1" },
  ],
  [
    "a pod that no scheduler has looked at",
    [{ ...pod({}), spec: { schedulerName: "volcano" } }],
    hindered('the scheduler "volcano" does not look at its pod'),
  ],
  [
    "a pod that its node has not taken up, as the node is lost",
    [{ ...pod({ conditions: [onNode] }), spec: { nodeName: "n1" } }],
    hindered('its node "n1" does not take up its pod'),
  ],
  [
    "a pod that its node has taken up",
    [pod({ conditions: [onNode], startTime: created })],
    { state: "on-its-way", since: created, pod: "p1" },
  ],
  ["a container that runs", [pod({ phase: "Running" })], { state: "begun" }],
  ["a scan that runs on after another container has ended", [runningBeside("scan", "proxy")], { state: "begun" }],
  [
    "a scan that has ended while another container runs on",
    [runningBeside("proxy", "scan")],
    { state: "outlived", since: finishedAt, succeeded: true },
  ],
  [
    "an image of a container that runs before the scan",
    [
      pod({
        initContainerStatuses: [
          { name: "first", state: { terminated: { exitCode: 0, finishedAt } } },
          { name: "second", state: { waiting: { reason: "ImagePullBackOff" } } },
        ],
        containerStatuses: [{ name: "scan", state: { waiting: { reason: "PodInitializing" } } }],
      }),
    ],
    hindered("ImagePullBackOff"),
  ],
  [
    "a scan that runs beside a container that does not",
    [pod({ containerStatuses: besideNoImage({ running: {} }) })],
    { state: "begun" },
  ],
  [
    "a scan that has ended beside a container that has never run",
    [pod({ containerStatuses: besideNoImage({ terminated: { exitCode: 0, finishedAt } }) })],
    { state: "outlived", since: finishedAt, succeeded: true },
  ],
  ["a pod that was evicted", [evicted], { state: "ended", since: finishedAt }],
  [
    "a pod that was evicted before it ran",
    [pod({ phase: "Failed", reason: "Evicted" })],
    { state: "ended", since: created },
  ],
  [
    "what comes after a pod that was preempted, whatever the order",
    [pod({ conditions: [noNode] }, "2026-08-22T15:01:00Z"), evicted],
    {
      state: "hindered",
      since: "2026-08-22T15:01:00Z",
      reason: expect.stringContaining("Insufficient memory") as string,
    },
  ],
])("knows %s", (_what, pods, attempt) => {
  expect(newestAttempt(pods)).toEqual(attempt);
});
