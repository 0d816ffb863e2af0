import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { openTestServer, type TestServer } from "../testing/test-server.ts";
import { reconcileProfiles } from "./reconcile.ts";

const group = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/shop";
const at = (plural: string, name = "") => `${group}/${plural}${name && `/${name}`}`;
const web = "replicaset-web-5f6";
const time = (minute: number) => `2026-08-22 14:0${minute}:00 +0000 UTC`;
const zero = "0001-01-01 00:00:00 +0000 UTC";

type Options = { container?: string; type?: string; status?: string; completion?: string; spec?: object };

/** The report of one minute, as a node agent sends it. */
function report(
  minute: number,
  { container = "app", type = "containers", status = "ready", completion = "complete", spec = {} }: Options = {},
) {
  const instance = `apiVersion-apps/v1/namespace-shop/kind-ReplicaSet/name-web-5f6/containerName-${container}`;
  const annotations = {
    "instance-id": instance,
    wlid: "wlid://cluster-c/namespace-shop/deployment-web",
    "workload-container-type": type,
    status,
    completion,
    "report-series-id": container,
    "report-timestamp": time(minute),
    "previous-report-timestamp": minute === 1 ? zero : time(minute - 1),
  };
  return {
    metadata: {
      name: `${web}-${container}-1234-5678-${String(minute).repeat(32)}`,
      labels: { "kubescape.io/workload-container-name": container, "kubescape.io/workload-kind": "ReplicaSet" },
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([name, text]) => [`kubescape.io/${name}`, text]),
      ),
    },
    spec: { matchLabels: { app: "web" }, ...spec },
  };
}

const open = (path: string, ...flags: string[]) => ({ opens: [{ path, flags }] });
const neighbor = (identifier: string, port: number) => ({
  identifier,
  type: "internal",
  ports: [{ name: `TCP-${port}`, protocol: "TCP", port }],
});

it("joins the reports of a container in its profile and deletes them", async () => {
  await using server = await openTestServer();
  const { signal } = new AbortController();
  await send(
    server,
    report(1, { spec: { ...open("/etc/hosts", "O_RDONLY"), syscalls: ["read"], egress: [neighbor("a", 80)] } }),
  );
  await send(
    server,
    report(2, { spec: { ...open("/etc/hosts", "O_CLOEXEC"), syscalls: ["open"], egress: [neighbor("a", 443)] } }),
  );
  await reconcile(server, signal);

  const { items } = (await server.send("GET", at("containerprofiles"))).body;
  expect(items.map(nameOf)).toEqual([`${web}-app-1234-5678`]);
  const { body } = await server.send("GET", at("containerprofiles", `${web}-app-1234-5678`));
  expect(body.spec).toMatchObject({
    opens: [{ path: "/etc/hosts", flags: ["O_CLOEXEC", "O_RDONLY"] }],
    syscalls: ["open", "read"],
    egress: [{ identifier: "a", ports: [{ port: 443 }, { port: 80 }] }],
  });
  expect(body.metadata.annotations).toMatchObject({
    "kubescape.io/status": "ready",
    "kubescape.io/completion": "complete",
    "kubescape.io/resource-size": "4",
  });
  expect(Object.keys(body.metadata.annotations)).not.toContain("kubescape.io/report-series-id");
});

it("makes the profiles of the workload, completed when all containers are", async () => {
  await using server = await openTestServer();
  await send(server, report(1, { status: "completed", spec: open("/app") }));
  await send(server, report(1, { container: "side", spec: { ingress: [neighbor("b", 8080)] } }));
  await send(
    server,
    report(1, { container: "setup", type: "initContainers", status: "completed", spec: open("/setup") }),
  );
  await reconcile(server);

  const application = await read(server, "applicationprofiles", web);
  expect(application.spec).toMatchObject({
    containers: [{ name: "app", opens: [{ path: "/app" }] }, { name: "side" }],
    initContainers: [{ name: "setup", opens: [{ path: "/setup" }] }],
  });
  expect(application.metadata.annotations).toMatchObject({
    "kubescape.io/status": "ready",
    "kubescape.io/instance-id": "apiVersion-apps/v1/namespace-shop/kind-ReplicaSet/name-web-5f6",
  });
  expect(Object.keys(application.metadata.labels)).toEqual(["kubescape.io/workload-kind"]);
  expect((await read(server, "networkneighborhoods", web)).spec).toMatchObject({
    matchLabels: { app: "web" },
    containers: [
      { name: "app", ingress: null },
      { name: "side", ingress: [{ identifier: "b" }] },
    ],
    initContainers: [{ name: "setup" }],
    ephemeralContainers: null,
  });

  await send(server, report(2, { container: "side", status: "completed" }));
  await reconcile(server);
  expect((await read(server, "applicationprofiles", web)).metadata.annotations["kubescape.io/status"]).toBe(
    "completed",
  );
});

it("makes many files of a directory one pattern, as the configuration says", async () => {
  await using server = await openTestServer();
  const configuration = { metadata: { name: "default" }, spec: { openDynamicThreshold: 2 } };
  await server.send("POST", group.replace("namespaces/shop", "collapseconfigurations"), configuration);
  const opens = (...paths: string[]) => ({ opens: paths.map((path) => ({ path, flags: ["O_RDONLY"] })) });
  await send(server, report(1, { spec: opens("/data/a", "/data/b") }));
  await send(server, report(2, { spec: opens("/data/c", "/etc/hosts") }));
  await reconcile(server);
  const { spec } = await read(server, "containerprofiles", `${web}-app-1234-5678`);
  expect(spec.opens.map(({ path }: { path: string }) => path)).toEqual(["/data/⋯", "/etc/hosts"]);
});

it("writes nothing when nothing is new", async () => {
  await using server = await openTestServer();
  await send(server, report(1, { spec: open("/app") }));
  await reconcile(server);
  const before = await server.store.newest();
  await reconcile(server);
  expect(await server.store.newest()).toBe(before);
});

it("waits for a report that was overtaken", async () => {
  await using server = await openTestServer();
  await send(server, report(2, { spec: { syscalls: ["read"] } }));
  expect(await reconcile(server)).toBe(false);
  await send(server, report(1));
  expect(await reconcile(server)).toBe(true);
  const { metadata } = await read(server, "containerprofiles", `${web}-app-1234-5678`);
  expect(metadata.annotations["kubescape.io/completion"]).toBe("complete");
});

it("stops a node agent that learns on, in words that it knows", async () => {
  await using server = await openTestServer();
  await send(server, report(1, { status: "completed", completion: "partial" }));
  await reconcile(server);
  const late = await server.send("POST", at("containerprofiles"), report(2, { completion: "partial" }));
  expect(late.body).toMatchObject({
    kind: "Status",
    code: 500,
    message: expect.stringContaining("object is completed"),
  });
  // One that saw the container begin knows more.
  expect((await server.send("POST", at("containerprofiles"), report(2))).code).toBe(201);
});

it("leaves a completed profile of a workload as it is, except for users", async () => {
  await using server = await openTestServer();
  const profile = (status: string, completion: string, architectures: string[], more: object = {}) => ({
    metadata: {
      name: "p",
      annotations: { "kubescape.io/status": status, "kubescape.io/completion": completion, ...more },
    },
    spec: { architectures },
  });
  const path = at("applicationprofiles");
  await server.send("POST", path, profile("completed", "partial", ["amd64"]));
  const update = async (next: ReturnType<typeof profile>) => {
    const { metadata } = await read(server, "applicationprofiles", "p");
    const sent = { ...next, metadata: { ...next.metadata, resourceVersion: metadata.resourceVersion } };
    expect((await server.send("PUT", at("applicationprofiles", "p"), sent)).code).toBe(200);
    return (await read(server, "applicationprofiles", "p")).spec.architectures;
  };
  expect(await update(profile("ready", "partial", ["arm64"]))).toEqual(["amd64"]);
  expect(await update(profile("completed", "complete", ["arm64"]))).toEqual(["arm64"]);
  expect(await update(profile("completed", "complete", ["s390x"]))).toEqual(["arm64"]);
  expect((await server.send("DELETE", at("applicationprofiles", "p"))).code).toBe(200);
  const user = { "kubescape.io/managed-by": "User" };
  await server.send("POST", path, profile("completed", "complete", ["amd64"], user));
  expect(await update(profile("completed", "complete", ["arm64"], user))).toEqual(["arm64"]);
});

it("shows a container's profile with what users allow it, and lists what was observed", async () => {
  await using server = await openTestServer();
  await send(server, report(1, { spec: open("/app") }));
  await reconcile(server);
  const own = { name: "app", ...open("/mine") };
  const users = { name: `ug-${web}`, annotations: { "kubescape.io/managed-by": "User" } };
  await server.send("POST", at("applicationprofiles"), { metadata: users, spec: { containers: [own] } });
  const network = { containers: [{ name: "app", egress: [neighbor("c", 53)] }] };
  await server.send("POST", at("networkneighborhoods"), { metadata: users, spec: network });

  const name = `${web}-app-1234-5678`;
  const { metadata, spec } = await read(server, "containerprofiles", name);
  expect(spec.opens.map(({ path }: { path: string }) => path)).toEqual(["/app", "/mine"]);
  expect(spec.egress).toMatchObject([{ identifier: "c" }]);
  expect(metadata.labels["kubescape.io/profile-kind"]).toBe("merged");
  expect(metadata.annotations["kubescape.io/merged-source-ug-ap"]).toBe(`ug-${web}`);
  const { items } = (await server.send("GET", `${at("containerprofiles")}?resourceVersion=fullSpec`)).body;
  expect(items[0].spec.opens).toHaveLength(1);
});

it("loses no report when the profile changes under its hands", async () => {
  await using server = await openTestServer();
  await send(server, report(1));
  await reconcile(server);
  await send(server, report(2, { spec: open("/app") }));
  const commit = server.store.commit.bind(server.store);
  let isFirst = true;
  server.store.commit = async (change) => {
    if (!isFirst) return commit(change);
    isFirst = false;
    return { ok: false, reason: "changed" };
  };
  expect(await reconcile(server)).toBe(false);
  expect((await server.send("GET", at("containerprofiles"))).body.items).toHaveLength(2);
  expect(await reconcile(server)).toBe(true);
  expect((await read(server, "containerprofiles", `${web}-app-1234-5678`)).spec.opens).toHaveLength(1);
});

async function send(server: TestServer, sent: object): Promise<void> {
  expect((await server.send("POST", at("containerprofiles"), sent)).code).toBe(201);
}

async function read(server: TestServer, plural: string, name: string) {
  return (await server.send("GET", at(plural, name))).body;
}

/** As if everything had changed. */
async function reconcile({ store, clock }: TestServer, signal = new AbortController().signal): Promise<boolean> {
  const { revisions } = await store.list({
    kind: "containerprofiles.spdx.softwarecomposition.kubescape.io",
    limit: 100,
  });

  const newId = randomUUID;
  return reconcileProfiles("shop", new Set(revisions.map(({ key }) => key.name)), {
    store,
    now: () => clock.now,
    newId,
    signal,
  });
}

function nameOf({ metadata }: { metadata: { name: string } }): string {
  return metadata.name;
}
