import type { KubeObject } from "@sortie/kube";
import { pino } from "pino";
import { expect, it } from "vitest";
import { lookAtStart } from "./look-at-start.ts";

const start = Date.parse("2026-08-22T15:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();

function pod(createdAfterSeconds: number, reason?: string): KubeObject {
  const state = reason === undefined ? { running: {} } : { waiting: { reason } };
  return {
    metadata: { uid: "p", creationTimestamp: at(createdAfterSeconds) },
    status: { phase: reason === undefined ? "Running" : "Pending", containerStatuses: [{ state }] },
  };
}

function endedPod(afterSeconds: number): KubeObject {
  const state = { terminated: { exitCode: 75, finishedAt: at(afterSeconds) } };
  return {
    metadata: { uid: "p", creationTimestamp: at(0) },
    status: { phase: "Failed", containerStatuses: [{ name: "scan", state }] },
  };
}

/** A Job that was resumed at second 0, its one command, and what an API server remembers of both. */
function runningJob(pods: KubeObject[], warnings: Record<string, { message: string; at: string }> = {}) {
  const time = { seconds: 0 };
  const events = new Set<unknown>();
  const job = {
    metadata: { name: "scan-1", uid: "j" },
    spec: { activeDeadlineSeconds: 1800 },
    status: { startTime: at(0) },
  };
  let command: KubeObject = { metadata: { name: "c", uid: "c1" }, status: { started: true } };
  const waitingFor = () => (command.status as { error?: { message: string } }).error?.message;
  const deps: Parameters<typeof lookAtStart>[2] = {
    cluster: {
      async create(_resource, object) {
        events.add(object.metadata?.name);
        return { ok: true, object };
      },
      async update(_resource, object) {
        command = object;
        return { ok: true, object };
      },
      async patch(_resource, _at, patch) {
        Object.assign(job.spec, (patch as { spec: object }).spec);
        return { ok: true, object: {} as never };
      },
      get: async () => undefined,
    },
    namespace: "kubescape",
    jobs: { wrote() {} },
    commands: { list: () => [command], get: () => command, wrote() {}, seen() {}, forgetsInSeconds: () => undefined },
    podsOf: async () => pods,
    unstarted: new Map(),
    warningAbout: async (uid) => warnings[uid],
    clock: { now: () => new Date(start + time.seconds * 1000) },
    log: pino({ level: "silent" }),
    signal: new AbortController().signal,
  };
  const look = (seconds: number) => {
    time.seconds = seconds;
    return lookAtStart(job, [{ name: "c", uid: "c1", waitingFor: waitingFor() }], deps);
  };
  return { look, waitingFor, events, spec: job.spec };
}

it("gives a Job a minute to begin", async () => {
  const { look, waitingFor } = runningJob([pod(0, "ErrImagePull")]);
  expect(await look(20)).toEqual({ againInSeconds: 40 });
  expect(waitingFor()).toBeUndefined();
});

it("tells a command what keeps its scan for as long as it does, and by an Event once", async () => {
  const pods = [pod(0, "ErrImagePull")];
  const { look, waitingFor, events } = runningJob(pods);
  expect(await look(60)).toEqual({ againInSeconds: 60 });
  pods[0] = pod(0, "ImagePullBackOff");
  expect(await look(120)).toEqual({ againInSeconds: 60 });
  expect(waitingFor()).toBe("ImagePullBackOff");
  pods[0] = pod(0);
  expect(await look(180)).toEqual({ againInSeconds: 60 });
  expect([waitingFor(), events.size]).toEqual([undefined, 1]);
});

it.each<[what: string, pods: KubeObject[], warned: string, told: string | undefined]>([
  ["why nobody may create its pod", [], "j", "exceeded quota"],
  ["that nobody creates its pod, where nothing says why", [], "-", "nobody creates its pod"],
  ["why a pod does not get its volumes", [pod(0, "ContainerCreating")], "p", "exceeded quota"],
  ["nothing while an image is being pulled", [pod(0, "ContainerCreating")], "-", undefined],
])("tells %s", async (_what, pods, uid, told) => {
  const { look, waitingFor } = runningJob(pods, { [uid]: { message: "exceeded quota", at: at(50) } });
  expect(await look(70)).toEqual({ againInSeconds: 60 });
  expect(waitingFor()).toBe(told);
});

it.each<[what: string, warnings: Record<string, { message: string; at: string }>, told: string | undefined]>([
  ["why there is none", { j: { message: "exceeded quota", at: at(6) } }, "exceeded quota"],
  ["nothing that was said before the last one ended", { j: { message: "exceeded quota", at: at(4) } }, undefined],
  ["nothing where nothing is said: it is on its way, or the Job's end is", {}, undefined],
])("tells of another attempt that is due %s", async (_what, warnings, told) => {
  const { look, waitingFor } = runningJob([endedPod(5)], warnings);
  expect(await look(60)).toEqual({ againInSeconds: 5 });
  expect(await look(70)).toEqual({ againInSeconds: 60 });
  expect(waitingFor()).toBe(told);
});

it("gives the pod that replaces an evicted one its own minute", async () => {
  const { look, waitingFor } = runningJob([pod(500, "ErrImagePull")]);
  expect(await look(510)).toEqual({ againInSeconds: 50 });
  expect(await look(560)).toEqual({ againInSeconds: 60 });
  expect(waitingFor()).toBe("ErrImagePull");
});

it("ends a Job that has not begun for a quarter of an hour, as it keeps its place from others", async () => {
  const { look, spec } = runningJob([pod(0, "ErrImagePull")]);
  await look(899);
  expect(spec.activeDeadlineSeconds).toBe(1800);
  expect(await look(905)).toEqual({});
  expect(spec.activeDeadlineSeconds).toBe(905);
});
