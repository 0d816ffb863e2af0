import type { Cluster, KubeObject } from "@sortie/kube";
import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import { kindsOf } from "../meta/kind.ts";
import { paths, scan, summary } from "../testing/scans.ts";
import { openTestServer, type TestServer } from "../testing/test-server.ts";
import { survey } from "./survey.ts";
import { sweep } from "./sweep.ts";

const kinds = kindsOf(resultKinds);
const minute = 60_000;
const grace = { workloadSeconds: 3600, imageSeconds: 86_400 };
const manifests = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/namespaces/kubescape/vulnerabilitymanifests";

it("deletes what a workload left behind, an hour after it", async () => {
  await using server = await openTestServer();
  const objects = { deployments: [named("shop", "web")], pods: [named("shop", "p")] };
  await server.send("POST", paths.scans("shop"), scan("deployment-web", "failed", about("deployment-web")));
  await server.send("POST", paths.summaries("shop"), summary("deployment-web", 1, about("deployment-web")));
  await server.send("POST", paths.summaries("shop"), summary("something", 1));

  expect(await run(server, objects)).toMatchObject({ examined: 3, marked: 0, unknown: 0 });
  objects.deployments = [];
  expect(await run(server, objects)).toMatchObject({ marked: 2 });
  later(server, 59);
  expect((await run(server, objects)).deleted).toEqual(new Map());
  later(server, 1);
  const { deleted } = await run(server, objects);
  expect([...deleted.values()]).toEqual([1, 1]);
  expect((await server.send("GET", paths.summaries("shop"))).body.items).toMatchObject([
    { metadata: { name: "something" } },
  ]);
});

it("begins the time again when the workload was back meanwhile", async () => {
  await using server = await openTestServer();
  const gone = { pods: [named("shop", "p")] };
  await server.send("POST", paths.summaries("shop"), summary("deployment-web", 1, about("deployment-web")));
  await run(server, gone);
  later(server, 50);
  await run(server, { ...gone, deployments: [named("shop", "web")] });
  later(server, 50);
  expect(await run(server, gone)).toMatchObject({ marked: 1, deleted: new Map() });
});

it("deletes nothing when a list fails, stops in the middle, or is refused", async () => {
  await using server = await openTestServer();
  await server.send("POST", paths.summaries("shop"), summary("deployment-web", 1, about("deployment-web")));
  const gone = { pods: [named("shop", "p")] };
  await run(server, gone);
  later(server, 120);
  const failing: Partial<Cluster> = {
    request: async (method, path, options) => {
      if (path.includes("/deployments?")) {
        if (path.includes("continue=")) throw new Error("the rest has expired");
        return { metadata: { continue: "rest" }, items: [] } as never;
      }
      return clusterOf(gone).request(method, path, options);
    },
  };
  const swept = await run(server, gone, failing as Cluster);
  expect(swept).toMatchObject({ unknown: 1, deleted: new Map(), unlisted: [{ resource: "deployments.apps" }] });
});

it("deletes the results of a subject that its binding does not name any more", async () => {
  await using server = await openTestServer();
  const id = (user: string) =>
    `rbac.authorization.k8s.io//User/${user}/rbac.authorization.k8s.io/v1//ClusterRole/admin`;
  for (const user of ["jane", "joe"]) {
    const wlid = "wlid://cluster-c/namespace-/clusterrolebinding-team";
    const annotations = { "kubescape.io/wlid": wlid, "sortie.dev/resource-id": id(user) };
    const labels = { "kubescape.io/rbac-resource": "true", "kubescape.io/workload-kind": "User" };
    await server.send("POST", paths.summaries("kubescape"), summary(user, 1, { annotations, labels }));
  }
  const bound = (...users: string[]) => ({
    bindings: [
      {
        metadata: { name: "team" },
        roleRef: { kind: "ClusterRole", name: "admin" },
        subjects: users.map((name) => ({ kind: "User", name })),
      },
    ],
  });
  expect(await run(server, bound("jane", "joe"))).toMatchObject({ unknown: 0, marked: 0 });
  expect(await run(server, bound("joe"))).toMatchObject({ marked: 1 });
  later(server, 60);
  expect(await run(server, bound("joe"))).toMatchObject({ deletions: 1 });
  const { body } = await server.send("GET", paths.summaries("kubescape"));
  expect(body.items.map((item: KubeObject) => item.metadata?.name)).toEqual(["joe"]);
});

it("keeps what is about a kind that the cluster does not serve", async () => {
  await using server = await openTestServer();
  await server.send("POST", paths.summaries("shop"), summary("rollout-web", 1, about("rollout-web")));
  expect(await run(server, {})).toMatchObject({ unknown: 1, marked: 0 });
});

it("keeps documents about an image until it was not used for a day, and those of a registry for ever", async () => {
  await using server = await openTestServer();
  const image = (name: string, labels: object = {}) => ({
    metadata: { name, labels, annotations: { "kubescape.io/image-id": `${name}@sha256:1` } },
  });
  for (const each of [image("a"), image("b"), image("c", { "sortie.dev/retention": "keep" })]) {
    await server.send("POST", manifests, each);
  }
  const runs = (...names: string[]) => ({
    pods: names.map((name) => ({
      ...named("shop", name),
      status: { containerStatuses: [{ imageID: `docker-pullable://${name}@sha256:1` }] },
    })),
  });
  await run(server, runs("a", "b"));
  await run(server, runs("a"));
  later(server, 23 * 60);
  expect(await run(server, runs("a"))).toMatchObject({ deleted: new Map() });
  later(server, 60);
  // A cluster whose pods cannot be seen, not one without any.
  expect(await run(server, runs())).toMatchObject({ unknown: 2, deleted: new Map() });
  await run(server, runs("a"));
  const { body } = await server.send("GET", manifests);
  expect(body.items.map((item: KubeObject) => item.metadata?.name)).toEqual(["a", "c"]);
});

it("does not delete a result that is written while the cluster is listed", async () => {
  await using server = await openTestServer();
  await server.send("POST", paths.summaries("shop"), summary("deployment-web", 1, about("deployment-web")));
  const cluster = clusterOf({ pods: [named("shop", "p")] });
  await run(server, {}, cluster);
  later(server, 60);
  const writing: Partial<Cluster> = {
    request: async (method, path, options) => {
      if (path.includes("/deployments")) {
        await server.send("PUT", `${paths.summaries("shop")}/deployment-web`, {
          ...summary("deployment-web", 5, about("deployment-web")),
          ...(await withVersion(server)),
        });
      }
      return cluster.request(method, path, options);
    },
  };
  expect(await run(server, {}, writing as Cluster)).toMatchObject({ deleted: new Map() });
  expect((await server.send("GET", `${paths.summaries("shop")}/deployment-web`)).body.spec.severities.high).toBe(5);
});

it("does not take a result that is made while the cluster is listed for one without an owner", async () => {
  await using server = await openTestServer();
  const make = (name: string) => server.send("POST", paths.summaries("shop"), summary(name, 1, about(name)));
  await make("deployment-old");
  const cluster = clusterOf({ pods: [named("shop", "p")] });
  const writing: Partial<Cluster> = {
    request: async (method, path, options) => {
      if (path.includes("/deployments")) await make("deployment-new");
      return cluster.request(method, path, options);
    },
  };
  expect(await run(server, {}, writing as Cluster)).toMatchObject({ examined: 2, marked: 1 });
  expect(await run(server, {}, cluster)).toMatchObject({ examined: 2, marked: 1 });
});

it("takes the time of a result that was deleted and made again from the beginning", async () => {
  await using server = await openTestServer();
  const make = () =>
    server.send("POST", paths.summaries("shop"), summary("deployment-web", 1, about("deployment-web")));
  const gone = { pods: [named("shop", "p")] };
  await make();
  await run(server, gone);
  later(server, 60);
  await server.send("DELETE", `${paths.summaries("shop")}/deployment-web`);
  await make();
  expect(await run(server, gone)).toMatchObject({ marked: 1, deleted: new Map() });
});

it("leaves alone what is deleted already and waits for somebody else", async () => {
  await using server = await openTestServer();
  const gone = { pods: [named("shop", "p")] };
  const waiting = summary("deployment-web", 1, { ...about("deployment-web"), finalizers: ["example.com/held"] });
  await server.send("POST", paths.summaries("shop"), waiting);
  await run(server, gone);
  later(server, 60);
  expect(await run(server, gone)).toMatchObject({ deletions: 1 });
  expect(await run(server, gone)).toMatchObject({ examined: 1, marked: 0 });
  later(server, 60);
  expect(await run(server, gone)).toMatchObject({ examined: 1, deletions: 0 });
});

async function withVersion(server: TestServer) {
  const { body } = await server.send("GET", `${paths.summaries("shop")}/deployment-web`);
  const metadata = { name: "deployment-web", resourceVersion: body.metadata.resourceVersion };
  return { metadata: { ...metadata, ...about("deployment-web") } };
}

function about(kindAndName: string) {
  return { annotations: { "kubescape.io/wlid": `wlid://cluster-c/namespace-shop/${kindAndName}` } };
}

function named(namespace: string, name: string): KubeObject {
  return { metadata: { namespace, name } };
}

function later(server: TestServer, minutes: number): void {
  server.clock.now = new Date(server.clock.now.getTime() + minutes * minute);
}

function run(
  { store, clock }: TestServer,
  objects: Parameters<typeof clusterOf>[0],
  cluster: Pick<Cluster, "request"> = clusterOf(objects),
) {
  const { signal } = new AbortController();
  const now = () => clock.now;
  return sweep({ store, kinds, now, grace, signal, survey: (owners) => survey(cluster, owners, signal) });
}

type Objects = { pods?: KubeObject[]; deployments?: KubeObject[]; bindings?: object[] };

/** Serves pods, Deployments and ClusterRoleBindings, one object a page. */
function clusterOf({ pods = [], deployments = [], bindings = [] }: Objects): Pick<Cluster, "request"> {
  const resource = (kind: string, plural: string) => ({
    resource: plural,
    responseKind: { group: "", version: "v1", kind },
    scope: "Namespaced",
    verbs: ["list"],
  });
  const group = (name: string, ...of: object[]) => ({
    metadata: { name },
    versions: [{ version: "v1", resources: of, freshness: "Current" }],
  });
  const groups = (...items: object[]) => ({ kind: "APIGroupDiscoveryList", items });
  const objects: Record<string, object[]> = { pods, deployments, clusterrolebindings: bindings };
  return {
    request: async (_method, path) => {
      if (path === "/api") return groups(group("", resource("Pod", "pods"))) as never;
      if (path === "/apis") {
        const rbac = group("rbac.authorization.k8s.io", resource("ClusterRoleBinding", "clusterrolebindings"));
        return groups(group("apps", resource("Deployment", "deployments")), rbac) as never;
      }
      const url = new URL(path, "http://cluster");
      const all = objects[url.pathname.split("/").at(-1) ?? ""] ?? [];
      const position = Number(url.searchParams.get("continue") ?? 0);
      const next = position + 1 < all.length ? String(position + 1) : undefined;
      return { metadata: { continue: next }, items: all.slice(position, position + 1) } as never;
    },
  };
}
