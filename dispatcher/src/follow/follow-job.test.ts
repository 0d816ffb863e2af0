import { ApiError, type KubeObject } from "@sortie/kube";
import { OperatorCommand } from "@sortie/wire";
import { pino } from "pino";
import { expect, it } from "vitest";
import { readCommand } from "../operator-command/read-command.ts";
import { observedJob } from "../plan/observed-job.ts";
import { followJob } from "./follow-job.ts";

const startTime = "2026-08-22T15:00:00Z";

function job(status: object, spec: object = {}): KubeObject {
  return {
    metadata: {
      name: "scan-1",
      uid: "j",
      annotations: { "sortie.dev/scan-hash": "a", "sortie.dev/epoch": "1" },
      ownerReferences: [{ apiVersion: "kubescape.io/v1alpha1", kind: "OperatorCommand", name: "c", uid: "c1" }],
    },
    spec: { activeDeadlineSeconds: 1800, ...spec },
    status: { startTime, ...status },
  };
}

function openCommand(name: string, started: boolean): KubeObject {
  return {
    apiVersion: "kubescape.io/v1alpha1",
    kind: "OperatorCommand",
    metadata: { name, uid: `${name}1` },
    spec: { commandType: "OperatorAPI" },
    status: { started },
  };
}

/** The Job, its one command, and an API server that remembers both. */
function following(
  objects: { job: KubeObject },
  pods: KubeObject[] = [],
  refuses: (name?: string) => boolean = () => false,
  started = true,
) {
  const time = { at: startTime };
  const events: KubeObject[] = [];
  let command = openCommand("c", started);
  const unwritable = openCommand("unwritable", true);
  const deps: Parameters<typeof followJob>[1] = {
    cluster: {
      get: async (_resource, { name }) => (name === "c" ? command : unwritable) as never,
      async *list({ plural }, selection) {
        const [label = "", value] = selection?.labelSelector?.split("=") ?? [];
        const items = plural === "pods" ? pods.filter(({ metadata }) => metadata?.labels?.[label] === value) : [];
        yield { items: items as never[], resourceVersion: "1" };
      },
      async create(_resource, object) {
        events.push(object);
        return { ok: true, object };
      },
      async update(_resource, object) {
        if (refuses(object.metadata?.name)) throw new ApiError({ code: 403, reason: "Forbidden", message: "denied" });
        command = object;
        return { ok: true, object };
      },
      async patch(_resource, _at, patch) {
        const { metadata, spec } = patch as KubeObject;
        const before = objects.job;
        objects.job = {
          ...before,
          metadata: { ...before.metadata, annotations: { ...before.metadata?.annotations, ...metadata?.annotations } },
          spec: { ...(before.spec as object), ...(spec as object) },
        };
        return { ok: true, object: objects.job as never };
      },
    },
    namespace: "kubescape",
    jobs: {
      list: () => [objects.job],
      get: () => objects.job,
      wrote() {},
      seen() {},
      forgetsInSeconds: () => undefined,
    },
    commands: { list: () => [command], get: () => command, wrote() {}, seen() {}, forgetsInSeconds: () => undefined },
    readCommand,
    jobTtlSeconds: 600,
    unstarted: new Map(),
    clock: { now: () => new Date(time.at) },
    log: pino({ level: "silent" }),
    signal: new AbortController().signal,
  };
  const follow = (at: string) => {
    time.at = at;
    return followJob("scan-1", deps);
  };
  const told = () => events.map(({ involvedObject, reason }) => [(involvedObject as { name: string }).name, reason]);
  return { follow, told, status: () => OperatorCommand.parse(command).status, expires: () => objects.job.spec };
}

/** As Kubernetes labels the pods of the Job scan-1 of that uid. */
const podLabels = (uid: string) => ({
  "batch.kubernetes.io/job-name": "scan-1",
  "batch.kubernetes.io/controller-uid": uid,
});

const deadline = { status: "True", reason: "DeadlineExceeded", message: "too long" };

it("records the outcome of a Job that somebody else gave a time to live", async () => {
  const failed = { conditions: [{ type: "Failed", ...deadline }] };
  const { follow, status, expires } = following({ job: job(failed, { ttlSecondsAfterFinished: 5 }) });
  await follow("2026-08-22T15:30:01Z");
  expect(status()?.error?.reason).toBe("deadline_exceeded");
  expect(expires()).toMatchObject({ ttlSecondsAfterFinished: 600 });
});

it("gives up a Job that no controller starts, as Kubernetes never ends it, and frees its place", async () => {
  const objects = { job: job({ startTime: undefined }) };
  const { follow, status } = following(objects);
  expect(await follow("2026-08-22T15:00:00Z")).toEqual({ againInSeconds: 60 });
  expect(await follow("2026-08-22T15:01:00Z")).toEqual({ againInSeconds: 60 });
  expect(status()).toMatchObject({ completed: false, error: { reason: "Waiting", message: "nobody creates its pod" } });
  expect(await follow("2026-08-22T15:15:00Z")).toEqual({});
  expect(status()).toMatchObject({ completed: true, error: { reason: "could_not_begin" } });
  expect(observedJob(objects.job)?.state).toBe("finished");
  expect(objects.job.spec).toMatchObject({ activeDeadlineSeconds: 1 });
});

it("counts from anew where a Job that nobody has started was suspended in between", async () => {
  const objects = { job: job({ startTime: undefined }) };
  const { follow, status } = following(objects);
  await follow("2026-08-22T15:00:00Z");
  objects.job = job({ startTime: undefined }, { suspend: true });
  await follow("2026-08-22T15:00:10Z");
  objects.job = job({ startTime: undefined });
  expect(await follow("2026-08-22T16:00:00Z")).toEqual({ againInSeconds: 60 });
  expect(status()?.error).toBeUndefined();
});

it("records the outcome of a Job whose pod is on a node that does not answer, once its pod should have ended", async () => {
  const conditions = [{ type: "FailureTarget", ...deadline, lastTransitionTime: "2026-08-22T15:30:00Z" }];
  const { follow, status } = following({ job: job({ conditions }) });
  expect(await follow("2026-08-22T15:30:20Z")).toEqual({ againInSeconds: 40 });
  expect(status()?.completed).toBe(false);
  expect(await follow("2026-08-22T15:31:00Z")).toEqual({});
  expect(status()).toMatchObject({ completed: true, error: { reason: "deadline_exceeded" } });
});

it("gives the place of a deleted Job to its next one once its pod should have ended", async () => {
  const deleted = job({});
  deleted.metadata = { ...deleted.metadata, deletionTimestamp: "2026-08-22T15:10:00Z" };
  const objects = { job: deleted };
  const { follow, status } = following(objects);
  expect(await follow("2026-08-22T15:10:20Z")).toEqual({ againInSeconds: 40 });
  expect(observedJob(objects.job)).toMatchObject({ state: "ending", owners: new Set() });
  expect(await follow("2026-08-22T15:11:00Z")).toEqual({});
  expect(observedJob(objects.job)).toMatchObject({ state: "finished", owners: new Set() });
  expect(status()?.completed).not.toBe(true);
});

it("says of a scan that could not begin until its deadline what it waited for", async () => {
  const waiting = { reason: "ErrImagePull", message: "no such image" };
  const pending = {
    metadata: { uid: "p", labels: podLabels("j"), creationTimestamp: startTime },
    status: { phase: "Pending", containerStatuses: [{ state: { waiting } }] },
  };
  const objects = { job: job({}) };
  const { follow, status } = following(objects, [pending]);
  expect(await follow("2026-08-22T15:01:00Z")).toEqual({ againInSeconds: 60 });
  expect(status()).toMatchObject({ completed: false, error: { reason: "Waiting" } });
  objects.job = job({ conditions: [{ type: "Failed", ...deadline }] });
  await follow("2026-08-22T15:30:00Z");
  const message = "the scan could not begin: ErrImagePull: no such image";
  expect(status()).toMatchObject({ completed: true, error: { reason: "could_not_begin", message } });
});

it.each([
  ["succeeded", 0, '{"status":"succeeded","counts":{"failed":2}}', undefined],
  ["failed", 75, '{"status":"failed","code":"cluster_unreachable","message":"no","retry":true}', "cluster_unreachable"],
])("records a scan that %s while a proxy keeps its pod, and ends its Job", async (_how, exitCode, message, code) => {
  const terminated = { exitCode, message, finishedAt: "2026-08-22T15:00:30Z" };
  const containerStatuses = [
    { name: "istio-proxy", state: { running: {} } },
    { name: "scan", state: { terminated } },
  ];
  const kept = {
    metadata: { uid: "p", labels: podLabels("j"), creationTimestamp: startTime },
    status: { phase: "Running", containerStatuses },
  };
  const { follow, status, expires } = following({ job: job({}) }, [kept]);
  expect(await follow("2026-08-22T15:01:00Z")).toEqual({ againInSeconds: 30 });
  expect(status()?.completed).toBe(false);
  expect(await follow("2026-08-22T15:01:30Z")).toEqual({});
  expect([status()?.completed, status()?.error?.reason]).toEqual([true, code]);
  expect(expires()).toEqual({ activeDeadlineSeconds: 1, ttlSecondsAfterFinished: 600 });
  expect(await follow("2026-08-22T15:01:40Z")).toEqual({});
});

it("does not take the word of a pod that an earlier Job of the same name has left", async () => {
  const terminated = { exitCode: 0, message: '{"status":"succeeded","counts":{}}', finishedAt: startTime };
  const left = {
    metadata: { uid: "p", labels: podLabels("earlier"), creationTimestamp: startTime },
    status: { phase: "Succeeded", containerStatuses: [{ name: "scan", state: { terminated } }] },
  };
  const { follow, status } = following({ job: job({ conditions: [{ type: "Complete", status: "True" }] }) }, [left]);
  await follow("2026-08-22T15:01:00Z");
  expect(status()?.error?.reason).toBe("lost");
});

it("gives the other commands of a Job its outcome while the status of one cannot be written, and comes back", async () => {
  const ended = job({ conditions: [{ type: "Failed", ...deadline }] });
  const owner = {
    apiVersion: "kubescape.io/v1alpha1",
    kind: "OperatorCommand",
    name: "unwritable",
    uid: "unwritable1",
  };
  ended.metadata?.ownerReferences?.unshift(owner);
  const { follow, told, status, expires } = following({ job: ended }, [], (name) => name === "unwritable");
  await expect(follow("2026-08-22T15:30:00Z")).rejects.toThrow("denied");
  expect(status()?.completed).toBe(true);
  expect(told()).toEqual([
    ["unwritable", "ScanFailed"],
    ["c", "ScanFailed"],
  ]);
  expect(expires()).not.toHaveProperty("ttlSecondsAfterFinished");
});

/** A Job of Kueue's queue that has been suspended since it was created. */
function queuedJob(spec: object, suspendedSince?: string): KubeObject {
  const lastTransitionTime = suspendedSince ?? startTime;
  const conditions = [
    { type: "Suspended", status: suspendedSince === undefined ? "False" : "True", lastTransitionTime },
  ];
  const object = job({ conditions }, spec);
  return { ...object, metadata: { ...object.metadata, labels: { "kueue.x-k8s.io/queue-name": "scans" } } };
}

it("says which queue a scan waits in, for as long as it takes, and nothing any more once Kueue runs it", async () => {
  const objects = { job: queuedJob({ suspend: true }, startTime) };
  const { follow, status, told } = following(objects, [], undefined, false);
  expect(await follow("2026-08-22T15:00:04Z")).toEqual({ againInSeconds: 1 });
  expect(status()?.error).toBeUndefined();
  const waiting = {
    started: false,
    completed: false,
    error: { reason: "Waiting", message: 'Job "scan-1" waits for Kueue to admit it from queue "scans"' },
  };
  for (const at of ["2026-08-22T15:00:10Z", "2026-08-25T15:00:00Z"]) {
    expect(await follow(at)).toEqual({});
    expect(status()).toMatchObject(waiting);
  }
  expect(told()).toEqual([["c", "ScanWaiting"]]);

  objects.job = queuedJob({ suspend: false, ttlSecondsAfterFinished: 0 });
  await follow(startTime);
  expect(status()).toMatchObject({ started: true, completed: false });
  expect(status()?.error).toBeUndefined();
  expect(objects.job.spec).toMatchObject({ ttlSecondsAfterFinished: null });
});

it("says it again of a scan that Kueue has evicted, until Kueue runs it once more", async () => {
  const objects = { job: queuedJob({ suspend: true }) };
  const { follow, status } = following(objects);
  expect(await follow("2026-08-22T16:00:00Z")).toEqual({ againInSeconds: 5 });
  objects.job = queuedJob({ suspend: true }, "2026-08-22T16:00:00Z");
  await follow("2026-08-22T16:00:10Z");
  expect(status()).toMatchObject({ started: true, error: { reason: "Waiting" } });
  objects.job = queuedJob({ suspend: false });
  await follow(startTime);
  expect(status()).toMatchObject({ started: true, completed: false });
  expect(status()?.error).toBeUndefined();
});

it("leaves what keeps the pod of an admitted scan from beginning in its status", async () => {
  const waiting = { reason: "ErrImagePull", message: "no such image" };
  const pending = {
    metadata: { uid: "p", labels: podLabels("j"), creationTimestamp: startTime },
    status: { phase: "Pending", containerStatuses: [{ state: { waiting } }] },
  };
  const { follow, status } = following({ job: queuedJob({ suspend: false }) }, [pending]);
  for (const at of ["2026-08-22T15:01:00Z", "2026-08-22T15:01:30Z"]) {
    await follow(at);
    expect(status()?.error?.message).toBe("ErrImagePull: no such image");
  }
});
