// Reports and profiles that nobody expects, and what users made theirs.
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openTestServer, type TestServer } from "../testing/test-server.ts";
import { reconcileProfiles } from "./reconcile.ts";

const root = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/shop";
const slug = "replicaset-web-1-app-1234-5678";
const merge = { "Content-Type": "application/merge-patch+json" };

let server: TestServer;
beforeEach(async () => {
  server = await openTestServer();
});
afterEach(() => server[Symbol.asyncDispose]());

type Options = { kind?: string; name?: string; previous?: string; spec?: object };

function report(at: string, { kind = "ReplicaSet", name = "web-1", previous = "", spec = {} }: Options = {}) {
  const annotations = {
    "kubescape.io/instance-id": `apiVersion-apps/v1/namespace-shop/kind-${kind}/name-${name}/containerName-app`,
    "kubescape.io/report-series-id": "a",
    "kubescape.io/report-timestamp": at,
    "kubescape.io/previous-report-timestamp": previous,
    "kubescape.io/status": "ready",
    "kubescape.io/completion": "complete",
  };
  return { metadata: { name: `${slug}-${randomUUID().replaceAll("-", "")}`, annotations }, spec };
}

async function send(plural: string, object: object): Promise<void> {
  const { code, body } = await server.send("POST", `${root}/${plural}`, object);
  expect([code, body.message]).toEqual([201, undefined]);
}

function take(): Promise<boolean> {
  const { store, clock } = server;
  const deps = { store, now: () => clock.now, newId: randomUUID, signal: new AbortController().signal };
  return reconcileProfiles("shop", new Set([slug]), deps);
}

async function read(plural: string, name: string) {
  return (await server.send("GET", `${root}/${plural}/${name}`)).body;
}

it("takes paths and addresses however deep they are", async () => {
  const deep = "/d".repeat(200_000);
  await send(
    "containerprofiles",
    report("1", { spec: { opens: [{ path: deep }], endpoints: [{ endpoint: `:80${deep}` }] } }),
  );
  expect(await take()).toBe(true);
  const { spec } = await read("containerprofiles", slug);
  expect([spec.opens[0].path, spec.endpoints[0].endpoint]).toEqual([deep, `:80${deep}`]);
});

it("takes the reports of a series, and headers, that are called as what all objects have", async () => {
  const spec = { endpoints: [{ endpoint: ":80/", headers: { constructor: [{ toString: "no function" }] } }] };
  for (const [at, previous] of [
    ["1", ""],
    ["2", "1"],
  ] as const) {
    const made = report(at, { spec, previous });
    Object.assign(made.metadata.annotations, { "kubescape.io/report-series-id": "constructor" });
    await send("containerprofiles", made);
    expect(await take()).toBe(true);
  }
  const { items } = await read("containerprofiles", "");
  expect(items.map(nameOf)).toEqual([slug]);
  expect(items[0].metadata.annotations["kubescape.io/completion"]).toBe("complete");
});

it("leaves to users the profiles that are theirs, whatever they are called", async () => {
  const annotations = { "kubescape.io/managed-by": "User" };
  const own = { metadata: { name: "replicaset-web-1", annotations }, spec: { containers: [{ name: "mine" }] } };
  await send("applicationprofiles", own);
  await send("containerprofiles", report("1"));
  await take();
  expect((await read("applicationprofiles", "replicaset-web-1")).spec.containers).toMatchObject([{ name: "mine" }]);
  expect((await read("networkneighborhoods", "replicaset-web-1")).spec.containers).toMatchObject([{ name: "app" }]);
});

it("makes profiles that can be changed of one that does not say how far it is", async () => {
  const { "kubescape.io/instance-id": instance } = report("1").metadata.annotations;
  await send("containerprofiles", { metadata: { name: slug, annotations: { "kubescape.io/instance-id": instance } } });
  await take();
  const path = `${root}/applicationprofiles/replicaset-web-1`;
  const { code, body } = await server.send("PATCH", path, { metadata: { labels: { mine: "yes" } } }, merge);
  expect([code, body.metadata.annotations]).toMatchObject([
    200,
    { "kubescape.io/status": "ready", "kubescape.io/resource-size": "0" },
  ]);
});

it("cuts names of profiles that would be too long, as Kubescape's components do", async () => {
  await send("containerprofiles", report("1", { kind: "Pod", name: "p".repeat(253) }));
  await take();
  const { items } = (await server.send("GET", `${root}/applicationprofiles`)).body;
  expect(items[0].metadata.name).toMatch(/^pod-p{239}-[0-9a-f]{4}-[0-9a-f]{4}$/);
  expect(items[0].metadata.name).toHaveLength(253);
});

it.each(["report", "-1", "..-1"])("keeps a report as it is that is called %s, as part of no profile", async (name) => {
  const { metadata, spec } = report("1");
  await send("containerprofiles", { metadata: { ...metadata, name }, spec });
  expect(await take()).toBe(true);
  expect((await read("containerprofiles", "")).items.map(nameOf)).toEqual([name]);
});

it.each(["a%2fb", "a\nb"])("makes no profiles of a workload that cannot be called %j", async (name) => {
  await send("containerprofiles", report("1", { name }));
  await take();
  for (const plural of ["applicationprofiles", "networkneighborhoods"])
    expect((await read(plural, "")).items).toEqual([]);
  expect((await read("containerprofiles", "")).items.map(nameOf)).toEqual([slug]);
});

function nameOf({ metadata }: { metadata: { name: string } }): string {
  return metadata.name;
}

it("takes a report that comes twice under two names once, and begins again when the profile was deleted", async () => {
  await send("containerprofiles", report("1", { spec: { syscalls: ["read"] } }));
  await send("containerprofiles", report("1", { spec: { syscalls: ["read"] } }));
  expect(await take()).toBe(true);
  const first = await read("containerprofiles", slug);
  expect([first.spec.syscalls, first.metadata.annotations["kubescape.io/completion"]]).toEqual([["read"], "complete"]);
  await server.send("DELETE", `${root}/containerprofiles/${slug}`);
  await send("containerprofiles", report("2", { previous: "1", spec: { syscalls: ["write"] } }));
  expect(await take()).toBe(false);
  server.clock.now = new Date(server.clock.now.getTime() + 120_000);
  expect(await take()).toBe(true);
  const second = await read("containerprofiles", slug);
  expect([second.spec.syscalls, second.metadata.annotations["kubescape.io/completion"]]).toEqual([
    ["write"],
    "partial",
  ]);
});

it("lets pass what rules let pass in any report, and what users add", async () => {
  const policies = (rulePolicies: object) => ({ spec: { rulePolicies } });
  await send(
    "containerprofiles",
    report("1", policies({ R1: { processAllowed: ["b"] }, R2: { containerAllowed: true } })),
  );
  await send(
    "containerprofiles",
    report("2", { previous: "1", ...policies({ R1: { processAllowed: ["a"] }, R2: {} }) }),
  );
  await take();
  const users = [{ name: "app", rulePolicies: { R1: { processAllowed: ["c"] } } }];
  await send("applicationprofiles", { metadata: { name: "ug-replicaset-web-1" }, spec: { containers: users } });
  expect((await read("containerprofiles", slug)).spec.rulePolicies).toEqual({
    R1: { processAllowed: ["a", "b", "c"] },
    R2: { containerAllowed: true },
  });
});

it("does not take for complete what somebody saw a part of, though it is completed by that", async () => {
  const said = (status: string, completion: string) => ({
    metadata: { name: "p", annotations: { "kubescape.io/status": status, "kubescape.io/completion": completion } },
  });
  await send("applicationprofiles", said("ready", "complete"));
  const { body } = await server.send("PATCH", `${root}/applicationprofiles/p`, said("completed", "partial"), merge);
  expect(body.metadata.annotations).toMatchObject({
    "kubescape.io/status": "ready",
    "kubescape.io/completion": "complete",
  });
});

it("lets users take over a profile that is completed", async () => {
  const annotations = { "kubescape.io/status": "completed", "kubescape.io/completion": "complete" };
  await send("applicationprofiles", { metadata: { name: "p", annotations } });
  const path = `${root}/applicationprofiles/p`;
  const taken = {
    metadata: { annotations: { "kubescape.io/managed-by": "User" } },
    spec: { architectures: ["arm64"] },
  };
  await server.send("PATCH", path, taken, merge);
  expect((await read("applicationprofiles", "p")).spec.architectures).toEqual(["arm64"]);
});
