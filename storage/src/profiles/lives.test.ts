// What becomes of workloads of every sort, and of the failures of node agents and of storage, when node agents report them
// as they do. The cases are those that Kubescape tries its storage with on a cluster: https://github.com/kubescape/storage
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import { kindsOf } from "../meta/kind.ts";
import { addUsage, emptyUsage, instanceKey, templateKey } from "../retention/pod-usage.ts";
import { sweep } from "../retention/sweep.ts";
import { openTestServer, type TestServer } from "../testing/test-server.ts";
import { reconcileProfiles } from "./reconcile.ts";

const root = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/shop";
const minuteMs = 60_000;

let server: TestServer;
beforeEach(async () => {
  server = await openTestServer();
});
afterEach(() => server[Symbol.asyncDispose]());

/** Who is reported about: the owner of a pod, and the workload that this one is of. */
type Owner = { kind: string; name: string; workload: [kind: string, name: string]; hash: string };
type Said = { status?: string; completion?: string; type?: string };

const web: Owner = { kind: "ReplicaSet", name: "web-5f6", workload: ["Deployment", "web"], hash: "5f6" };

/** A series of reports of one container, a minute apart. `from` is the minute of its first. */
function series(owner: Owner, container: string, from = 1) {
  const id = randomUUID();
  const at = (minute: number) => `2026-08-22 14:${String(minute).padStart(2, "0")}:00.5 +0000 UTC m=+${minute}`;
  return (minute: number, { status = "ready", completion = "complete", type = "containers" }: Said = {}) => {
    const word = type === "initContainers" ? "initContainerName" : "containerName";
    const annotations = {
      "instance-id": `apiVersion-v1/namespace-shop/kind-${owner.kind}/name-${owner.name}/${word}-${container}`,
      wlid: `wlid://cluster-c/namespace-shop/${owner.workload.join("-").toLowerCase()}`,
      "workload-container-type": type,
      "report-series-id": id,
      "report-timestamp": at(minute),
      "previous-report-timestamp": minute === from ? "0001-01-01 00:00:00 +0000 UTC" : at(minute - 1),
      status,
      completion,
    };
    const [kind, name] = owner.workload;
    const labels = {
      "workload-kind": kind,
      "workload-name": name,
      "workload-container-name": container,
      "instance-template-hash": owner.hash,
    };
    const slug = `${owner.kind}-${owner.name}-${container}-1234-5678`.toLowerCase();
    const metadata = {
      name: `${slug}-${randomUUID().replaceAll("-", "")}`,
      labels: prefixed(labels),
      annotations: prefixed(annotations),
    };
    const seen = `/${container}/${minute}`;
    const spec = { execs: [{ path: seen }], opens: [{ path: seen, flags: [] }], syscalls: [`call${minute}`] };
    return { metadata, spec };
  };
}

function prefixed(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [`kubescape.io/${key}`, text]));
}

type Report = ReturnType<ReturnType<typeof series>>;

async function send(...reports: Report[]): Promise<void> {
  for (const each of reports) {
    const { code, body } = await server.send("POST", `${root}/containerprofiles`, each);
    expect([code, body.message]).toEqual([201, undefined]);
  }
}

/** Half a minute later. */
async function take(): Promise<void> {
  const kind = "containerprofiles.spdx.softwarecomposition.kubescape.io";
  const { revisions } = await server.store.list({ kind, limit: 100 });
  const { store, clock } = server;
  const deps = { store, now: () => clock.now, newId: randomUUID, signal: new AbortController().signal };
  await reconcileProfiles("shop", new Set(revisions.map(({ key }) => key.name)), deps);
}

function later(minutes: number): void {
  server.clock.now = new Date(server.clock.now.getTime() + minutes * minuteMs);
}

type Levels = { status: string; completion: string; containers: string[]; initContainers: string[] };

/** Both profiles of a workload say the same of it, and have the same containers. */
async function levels({ kind, name }: Owner): Promise<Levels> {
  const seen = await Promise.all(
    ["applicationprofiles", "networkneighborhoods"].map(async (plural): Promise<Levels> => {
      const { body } = await server.send("GET", `${root}/${plural}/${kind.toLowerCase()}-${name}`);
      const { "kubescape.io/status": status, "kubescape.io/completion": completion } = body.metadata.annotations;
      const names = (list?: { name: string }[] | null) => (list ?? []).map((container) => container.name);
      const { containers, initContainers } = body.spec;
      return { status, completion, containers: names(containers), initContainers: names(initContainers) };
    }),
  );
  expect(seen[1]).toEqual(seen[0]);
  return seen[0] as Levels;
}

const done: Said = { status: "completed" };
const init: Said = { type: "initContainers" };

it("completes a simple workload", async () => {
  const app = series(web, "app");
  await send(app(1));
  await take();
  expect(await levels(web)).toMatchObject({ status: "ready", completion: "complete" });
  await send(app(2), app(3, done));
  await take();
  expect(await levels(web)).toMatchObject({ status: "completed", completion: "complete", containers: ["app"] });
  const { spec } = (await server.send("GET", `${root}/applicationprofiles/replicaset-web-5f6`)).body;
  expect(spec.containers[0]).toMatchObject({ syscalls: ["call1", "call2", "call3"], execs: [{}, {}, {}] });
});

it("does not take a workload for completed whose init containers have ended before the others began", async () => {
  await send(series(web, "setup")(1, { ...done, ...init }));
  await take();
  expect(await levels(web)).toMatchObject({ status: "ready", containers: [], initContainers: ["setup"] });
  await send(series(web, "app")(1));
  await take();
  expect(await levels(web)).toMatchObject({ status: "ready", containers: ["app"], initContainers: ["setup"] });
  await send(series(web, "other")(1, done));
  await take();
  expect(await levels(web)).toMatchObject({ status: "ready", containers: ["app", "other"] });
});

it("completes a workload with a sidecar when both are, and does not wait for one among the init containers", async () => {
  const [app, side, restartable] = ["app", "side", "restartable"].map((name) => series(web, name)) as [
    ReturnType<typeof series>,
    ReturnType<typeof series>,
    ReturnType<typeof series>,
  ];
  await send(restartable(1, init), app(1, done), side(1));
  await take();
  expect(await levels(web)).toMatchObject({ status: "ready" });
  await send(restartable(2, init), side(2, done));
  await take();
  expect(await levels(web)).toMatchObject({ status: "completed", completion: "complete" });
});

it("completes a Job, and one profile for all Jobs of a CronJob", async () => {
  const once: Owner = { kind: "Job", name: "once", workload: ["Job", "once"], hash: "1a" };
  const nightly: Owner = { kind: "Job", name: "nightly-6d5f8", workload: ["CronJob", "nightly"], hash: "2b" };
  await send(series(once, "app")(1, done), series(nightly, "app")(1));
  await take();
  expect(await levels(once)).toMatchObject({ status: "completed", completion: "complete" });
  const second = series(nightly, "app", 11);
  await send(second(11), second(12, done));
  await take();
  expect(await levels(nightly)).toMatchObject({ status: "completed", completion: "complete" });
  const third = await server.send("POST", `${root}/containerprofiles`, series(nightly, "app", 21)(21));
  expect([third.code, third.body.message]).toEqual([500, "object is completed"]);
});

it("is partial about a container that crashes again and again, also beside one that does not", async () => {
  const partial: Said = { completion: "partial" };
  await send(series(web, "crashing")(1), series(web, "crashing", 3)(3, partial), series(web, "stable")(1));
  await take();
  expect(await levels(web)).toMatchObject({ status: "ready", completion: "complete" });
  await send(series(web, "crashing", 5)(5, { ...done, ...partial }), series(web, "stable", 6)(6, done));
  await take();
  expect(await levels(web)).toMatchObject({ status: "completed", completion: "partial" });
});

it("completes what was partial when another replica is seen from its beginning", async () => {
  const partial: Said = { completion: "partial" };
  const [early, late] = [series(web, "app"), series(web, "app", 3)];
  await send(early(1, partial));
  await take();
  expect(await levels(web)).toMatchObject({ status: "ready", completion: "partial" });
  await send(early(2, { ...done, ...partial }), late(3));
  await take();
  expect(await levels(web)).toMatchObject({ status: "completed", completion: "partial" });
  await send(late(4, done));
  await take();
  expect(await levels(web)).toMatchObject({ status: "completed", completion: "complete" });
});

it("is partial when the node agent was away, with what both of its lives have seen", async () => {
  await send(series(web, "app")(1));
  await take();
  const [again, partial] = [series(web, "app", 5), { completion: "partial" }];
  await send(again(5, partial), again(6, { ...done, ...partial }));
  await take();
  expect(await levels(web)).toMatchObject({ status: "completed", completion: "partial" });
  const { spec } = (await server.send("GET", `${root}/applicationprofiles/replicaset-web-5f6`)).body;
  expect(spec.containers[0].syscalls).toEqual(["call1", "call5", "call6"]);
});

it.each([
  ["for a moment", 1],
  ["for ten minutes, and what waited comes minutes apart", 10],
])("is complete when storage was away %s", async (_how, minutes) => {
  const app = series(web, "app");
  await send(app(1), app(2));
  await take();
  later(minutes);
  // A node agent tries again what was refused behind what comes after it.
  await send(app(5), app(4));
  await take();
  later(minutes);
  await take();
  await send(app(6, done), app(3));
  await take();
  later(minutes);
  await take();
  expect(await levels(web)).toMatchObject({ status: "completed", completion: "complete" });
  const { spec } = (await server.send("GET", `${root}/applicationprofiles/replicaset-web-5f6`)).body;
  expect(spec.containers[0].syscalls).toHaveLength(6);
});

it("deletes all profiles of a StatefulSet's generation when no pod is left of it", async () => {
  const database: Owner = { kind: "StatefulSet", name: "db-7c", workload: ["StatefulSet", "db"], hash: "db-7c" };
  await send(series(database, "app")(1, done));
  await take();
  const usage = emptyUsage();
  const pod = (hash: string) => ({
    metadata: { name: "db-0", namespace: "shop", labels: { "controller-revision-hash": hash } },
  });
  addUsage(usage, pod("db-7c"));
  const look = () =>
    sweep({
      store: server.store,
      kinds: kindsOf(resultKinds),
      now: () => server.clock.now,
      grace: { workloadSeconds: 60, imageSeconds: 60 },
      signal: new AbortController().signal,
      survey: async () => ({
        unlisted: [],
        exists: (owner) => {
          if (owner.is === "template") return usage.templates.has(templateKey(owner.namespace, owner.hash));
          return owner.is === "instance" ? usage.instances.has(instanceKey(owner.id)) : undefined;
        },
      }),
    });
  expect(await look()).toMatchObject({ examined: 3, marked: 0, unknown: 0 });
  usage.templates.clear();
  addUsage(usage, pod("db-8d"));
  expect(await look()).toMatchObject({ marked: 3 });
  later(1);
  expect([...(await look()).deleted.values()]).toEqual([1, 1, 1]);
});
