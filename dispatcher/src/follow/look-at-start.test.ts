import type { KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { hindranceOf } from "./hindrance.ts";
import { lookAtStart } from "./look-at-start.ts";

const waiting = (reason: string, message?: string): KubeObject => ({
  status: { containerStatuses: [{ state: { waiting: { reason, message } } }] },
});
const noNode = { type: "PodScheduled", status: "False", message: "0/3 nodes are available: 3 Insufficient memory." };

it.each<[what: string, pods: KubeObject[], hindrance: string | undefined]>([
  ["an image that cannot be had", [waiting("ErrImagePull", "not found")], "ErrImagePull: not found"],
  ["a reason without a message", [waiting("CreateContainerConfigError")], "CreateContainerConfigError"],
  ["a pod that no node takes", [{ status: { conditions: [noNode] } }], `no node takes its pod: ${noNode.message}`],
  ["a Job without a pod", [], "it has no pod; `kubectl describe` of its Job says why"],
  ["a container that is being made", [waiting("ContainerCreating")], undefined],
  ["a container that runs", [{ status: { containerStatuses: [{ state: { running: {} } }] } }], undefined],
  ["another attempt that runs", [waiting("ErrImagePull"), { status: { phase: "Running" } }], undefined],
])("knows %s", (_what, pods, hindrance) => {
  expect(hindranceOf(pods)).toBe(hindrance);
});

/** A Job that has been running for a while, with these pods. `events` is what its command is told. */
function runningJob(seconds: number, pods: KubeObject[]) {
  const events: string[] = [];
  const startedAt = Date.parse("2026-08-22T15:00:00Z");
  const job = {
    metadata: { name: "scan-1", uid: "u" },
    spec: {},
    status: { startTime: new Date(startedAt).toISOString() },
  };
  const deps = {
    cluster: {
      async create<T extends KubeObject>(_resource: unknown, object: T) {
        events.push(`${String(object.reason)}: ${String(object.message)}`);
        return { ok: true as const, object };
      },
    },
    namespace: "kubescape",
    podsOf: async () => pods,
    hindrances: new Map<string, string>(),
    clock: { now: () => new Date(startedAt + seconds * 1000) },
    log: { warn() {} } as never,
    signal: new AbortController().signal,
  };
  return { look: () => lookAtStart(job, [{ name: "c", uid: "c1" }], deps), events, hindrances: deps.hindrances };
}

it("gives a Job a minute to begin", async () => {
  const { look, events } = runningJob(20, [waiting("ErrImagePull")]);
  expect(await look()).toEqual({ againInSeconds: 40 });
  expect(events).toEqual([]);
});

it("tells a command once what keeps its scan, and looks again until it has begun", async () => {
  const pods = [waiting("ErrImagePull", "not found")];
  const { look, events, hindrances } = runningJob(60, pods);
  expect([await look(), await look()]).toEqual([{ againInSeconds: 60 }, { againInSeconds: 60 }]);
  expect(events).toEqual(["ScanWaiting: ErrImagePull: not found"]);
  pods.length = 0; // as a deadline leaves it
  await look();
  expect([...hindrances]).toEqual([["scan-1", "ErrImagePull: not found"]]);
});

it("leaves a Job alone that has begun", async () => {
  const { look, events } = runningJob(600, [{ status: { phase: "Running" } }]);
  expect(await look()).toEqual({});
  expect(events).toEqual([]);
});
