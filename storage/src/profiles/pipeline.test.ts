// Whole lives of containers, as a node agent reports them: in protobuf, with all that goes wrong on the way.
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { containerProfile } from "../kinds/profile.ts";
import { apiVersion } from "../meta/kind.ts";
import { encodeObject, protobufType } from "../protobuf/envelope.ts";
import type { Message } from "../schema/message.ts";
import { rootOf } from "../schema/root.ts";
import { randomNumbers } from "../testing/random.ts";
import { openTestServer, type TestServer } from "../testing/test-server.ts";
import { reconcileProfiles } from "./reconcile.ts";

const collection = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/shop/containerprofiles";
const zeroTime = "0001-01-01 00:00:00 +0000 UTC";
const workload = "replicaset-nginx-75f48cbc54";

let server: TestServer;

beforeEach(async () => {
  server = await openTestServer();
});
afterEach(() => server[Symbol.asyncDispose]());

type Container = { name: string; type: string; slug: string };
type Chunk = { container: Container; series: string; at: string; previous: string; status: string; spec: object };

const containers: Container[] = [
  { name: "nginx", type: "containers", slug: `${workload}-nginx-714a-83bf` },
  { name: "proxy", type: "containers", slug: `${workload}-proxy-0aa1-11ee` },
  { name: "setup", type: "initContainers", slug: `${workload}-setup-9f00-2c3d` },
];

/** Of one container from its start to its end, every ten minutes: only what was seen since the last time. */
function lifeOf(container: Container, { chunks, ends = true }: { chunks: number; ends?: boolean }): Chunk[] {
  const series = randomUUID();
  // As Go prints a time: fractions without zeros at the end, and the monotonic clock behind.
  const at = (index: number) => {
    const fraction = index % 3 === 0 ? "" : `.${index % 3}23`;
    return `2026-08-22 ${String(10 + Math.floor(index / 6))}:${index % 6}8:16${fraction} +0000 UTC m=+${index}.3`;
  };
  return Array.from({ length: chunks }, (_, index) => ({
    container,
    series,
    at: at(index),
    previous: index === 0 ? zeroTime : at(index - 1),
    status: ends && index === chunks - 1 ? "completed" : "ready",
    spec: seen(container.name, index),
  }));
}

function seen(name: string, index: number): object {
  const path = `/usr/share/${name}/${index}`;
  return {
    architectures: ["amd64"],
    imageID: `docker.io/library/${name}@sha256:0e5b`,
    imageTag: `docker.io/library/${name}:1`,
    execs: [{ path: `/bin/${name}`, args: [`/bin/${name}`, "-n", String(index)] }],
    opens: [{ path, flags: ["O_RDONLY"] }],
    syscalls: ["read", `call${index % 7}`],
    capabilities: index % 5 === 0 ? ["NET_ADMIN"] : [],
    egress: [{ identifier: `id-${index % 4}`, type: "external", dnsNames: [`${index}.example.`], ports: [] }],
    matchLabels: { app: "nginx" },
  };
}

function objectOf({ container, series, at, previous, status, spec }: Chunk): Record<string, unknown> {
  const annotations = {
    "instance-id": `apiVersion-apps/v1/namespace-shop/kind-ReplicaSet/name-nginx-75f48cbc54/containerName-${container.name}`,
    wlid: "wlid://cluster-kind-kind/namespace-shop/deployment-nginx",
    status,
    completion: "complete",
    "workload-container-type": container.type,
    "report-series-id": series,
    "previous-report-timestamp": previous,
    "report-timestamp": at,
  };
  const labels = {
    "workload-kind": "Deployment",
    "workload-name": "nginx",
    "workload-container-name": container.name,
    "instance-template-hash": "75f48cbc54",
    "learning-period": "24h",
  };
  const prefixed = (texts: object) =>
    Object.fromEntries(Object.entries(texts).map(([k, v]) => [`kubescape.io/${k}`, v]));
  const name = `${container.slug}-${randomUUID().replaceAll("-", "")}`;
  return { metadata: { name, labels: prefixed(labels), annotations: prefixed(annotations) }, spec };
}

async function post(object: object): Promise<number> {
  const sent = { apiVersion: apiVersion(containerProfile), kind: containerProfile.kind, ...object };
  const body = encodeObject(rootOf(containerProfile.message as Message), sent);
  const headers = { "Content-Type": protobufType, Accept: protobufType };
  return (await server.raw(collection, { method: "POST", headers, body })).status;
}

const random = randomNumbers(7);

/** Sends in about this order: some overtake others, and some are sent again because the answer was lost. */
async function sendAll(chunks: Chunk[]): Promise<void> {
  const shaken = chunks.map((chunk, index) => ({ chunk, at: index + random() * 4 })).toSorted((a, b) => a.at - b.at);
  for (const [index, { chunk }] of shaken.entries()) {
    const object = objectOf(chunk);
    expect(await post(object)).toBe(201);
    if (index % 9 === 0) expect(await post(object)).toBe(409);
    // Storage does not wait until all are there.
    if (index % 11 === 0) await reconcile();
  }
}

function reconcile(signal = new AbortController().signal): Promise<boolean> {
  const everything = new Set(containers.map(({ slug }) => slug));
  const { store, clock } = server;
  return reconcileProfiles("shop", everything, { store, now: () => clock.now, newId: randomUUID, signal });
}

async function read(plural: string, name: string) {
  const { body } = await server.send("GET", `${collection.replace("containerprofiles", plural)}/${name}`);
  return body;
}

async function names(): Promise<string[]> {
  const { body } = await server.send("GET", collection);
  return body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
}

it("comes to the same profile whatever order 90 reports come in, and leaves none of them", async () => {
  const chunks = containers.flatMap((container) => lifeOf(container, { chunks: 30 }));
  await sendAll(chunks.toSorted((a, b) => (a.at < b.at ? -1 : 1)));
  expect(await reconcile()).toBe(true);
  expect(await names()).toEqual(containers.map(({ slug }) => slug));

  for (const { name, slug } of containers) {
    const { spec, metadata } = await read("containerprofiles", slug);
    const paths = spec.opens.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(Array.from({ length: 30 }, (_, index) => `/usr/share/${name}/${index}`).toSorted());
    expect(spec.execs).toHaveLength(30);
    expect(spec.syscalls).toEqual(["call0", "call1", "call2", "call3", "call4", "call5", "call6", "read"]);
    expect(spec.egress.flatMap(({ dnsNames }: { dnsNames: string[] }) => dnsNames)).toHaveLength(30);
    expect(metadata.annotations).toMatchObject({
      "kubescape.io/status": "completed",
      "kubescape.io/completion": "complete",
      "kubescape.io/resource-size": String(30 + 30 + 8 + 1 + 4),
      "kubescape.io/sync-checksum": expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  }
  const { metadata, spec } = await read("applicationprofiles", workload);
  expect(metadata.annotations).toMatchObject({
    "kubescape.io/status": "completed",
    "kubescape.io/completion": "complete",
  });
  expect(spec.containers.map(({ name }: { name: string }) => name)).toEqual(["nginx", "proxy"]);
  expect(spec.initContainers.map(({ name }: { name: string }) => name)).toEqual(["setup"]);
  expect((await read("networkneighborhoods", workload)).spec.containers[0].egress).toHaveLength(4);
});

it("goes on where it was when it is stopped between any two steps", async () => {
  const [container] = containers as [Container];
  await sendAll(lifeOf(container, { chunks: 20 }));
  const { store } = server;
  const commit = store.commit.bind(store);
  for (let steps = 1, isDone = false; !isDone; steps += 1) {
    let left = steps;
    store.commit = async (change) => {
      left -= 1;
      if (left < 0) throw new Error("stopped");
      return commit(change);
    };
    isDone = await reconcile().catch(() => false);
  }
  store.commit = commit;
  expect(await names()).toEqual([container.slug]);
  const { spec, metadata } = await read("containerprofiles", container.slug);
  expect(spec.opens).toHaveLength(20);
  expect(metadata.annotations["kubescape.io/completion"]).toBe("complete");
});

it("takes a report that was split in two because it was too long, and what a restarted container adds", async () => {
  const [container] = containers as [Container];
  const [first, second] = lifeOf(container, { chunks: 2, ends: false }) as [Chunk, Chunk];
  const between = "2026-08-22 10:12:16.5 +0000 UTC m=+0.9";
  const long = { ...first, spec: { opens: [{ path: `/${"x".repeat(2_600_000)}`, flags: [] }] } };
  expect(await post(objectOf(long))).toBe(413);
  expect(await post(objectOf(first))).toBe(201);
  expect(await post(objectOf({ ...second, at: between }))).toBe(201);
  expect(await post(objectOf({ ...second, previous: between, spec: { syscalls: ["late"] } }))).toBe(201);
  expect(await reconcile()).toBe(true);
  const ready = await read("containerprofiles", container.slug);
  expect(ready.metadata.annotations).toMatchObject({
    "kubescape.io/status": "ready",
    "kubescape.io/completion": "complete",
  });
  expect(ready.spec.syscalls).toContain("late");

  await sendAll(lifeOf(container, { chunks: 5 }));
  expect(await reconcile()).toBe(true);
  const completed = await read("containerprofiles", container.slug);
  expect(completed.metadata.annotations["kubescape.io/status"]).toBe("completed");
  expect(completed.spec.syscalls).toContain("late");
  expect(completed.spec.opens).toHaveLength(5);
});

it("stops a container with more than 40,000 things, in words that node agents know", async () => {
  const [container, other] = containers as [Container, Container];
  const [first, second, third] = lifeOf(container, { chunks: 3, ends: false }) as [Chunk, Chunk, Chunk];
  const many = (from: number) => ({ execs: Array.from({ length: 20_001 }, (_, i) => ({ path: `/bin/${from + i}` })) });
  expect(await post(objectOf({ ...first, spec: many(0) }))).toBe(201);
  expect(await post(objectOf({ ...second, spec: many(20_001) }))).toBe(201);
  await sendAll(lifeOf(other, { chunks: 1 }));
  expect(await reconcile()).toBe(true);
  const { metadata } = await read("containerprofiles", container.slug);
  expect(metadata.annotations["kubescape.io/status"]).toBe("too-large");
  const refused = await server.send("POST", collection, objectOf(third));
  expect(refused.body).toMatchObject({ code: 500, message: "object is too large" });
  const application = await read("applicationprofiles", workload);
  expect(application.metadata.annotations["kubescape.io/status"]).toBe("too-large");
  expect(application.spec.containers).toBeUndefined();
});

it("closes a profile two days after the last that was heard of its container", async () => {
  const [container] = containers as [Container];
  await sendAll(lifeOf(container, { chunks: 3, ends: false }));
  expect(await reconcile()).toBe(true);
  const levels = async () => {
    const { annotations } = (await read("containerprofiles", container.slug)).metadata;
    return [annotations["kubescape.io/status"], annotations["kubescape.io/completion"]];
  };
  server.clock.now = new Date(server.clock.now.getTime() + 47 * 3_600_000);
  await reconcile();
  expect(await levels()).toEqual(["ready", "complete"]);
  server.clock.now = new Date(server.clock.now.getTime() + 2 * 3_600_000);
  await reconcile();
  expect(await levels()).toEqual(["completed", "partial"]);
  expect((await read("applicationprofiles", workload)).metadata.annotations["kubescape.io/status"]).toBe("completed");
});

it("has a checksum that changes with what a profile says and with nothing else", async () => {
  const path = collection.replace("containerprofiles", "applicationprofiles");
  const profile = { metadata: { name: "p", labels: { b: "1", a: "2" } }, spec: { architectures: ["amd64"] } };
  const checksum = async () => {
    const { metadata } = (await server.send("GET", `${path}/p?resourceVersion=metadata`)).body;
    return [metadata.annotations["kubescape.io/sync-checksum"], metadata.resourceVersion];
  };
  await server.send("POST", path, profile);
  const [first, version] = await checksum();
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  const replace = (labels: object) =>
    server.send("PUT", `${path}/p`, { ...profile, metadata: { name: "p", labels, resourceVersion: version } });
  // Who does not know the annotation does not take it away.
  expect((await replace({ a: "2", b: "1" })).code).toBe(200);
  expect(await checksum()).toEqual([first, version]);
  expect((await replace({ a: "3" })).code).toBe(200);
  expect((await checksum())[0]).not.toBe(first);
  const back = { metadata: { labels: { a: "2", b: "1" } } };
  await server.send("PATCH", `${path}/p`, back, { "Content-Type": "application/merge-patch+json" });
  expect((await checksum())[0]).toBe(first);
});

it("does not have the reports of all replicas of a workload in memory at once, and takes all of them", async () => {
  const [container] = containers;
  if (!container) throw new Error("there is no container");
  const lives = Array.from({ length: 25 }, () => lifeOf(container, { chunks: 2 }));
  for (const chunk of lives.flat()) expect(await post(objectOf(chunk))).toBe(201);
  const get = server.store.get.bind(server.store);
  const read: string[] = [];
  let most = 0;
  server.store.get = async (key) => {
    read.push(key.name);
    most = Math.max(most, read.length);
    await new Promise(setImmediate);
    read.pop();
    return get(key);
  };
  expect(await reconcile()).toBe(true);
  expect(most).toBeLessThanOrEqual(10);
  expect(await names()).toEqual([container.slug]);
});
