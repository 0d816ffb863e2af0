import { createLogger } from "@sortie/process";
import { expect, it } from "vitest";
import type { NamespaceState } from "../api/call.ts";
import { createRateLimit } from "../api/limits/rate-limit.ts";
import { StoreBusyError, StoreDiskError, StoreFullError } from "../store/store.ts";
import { paths, summary } from "../testing/scans.ts";
import { openTestServer } from "../testing/test-server.ts";

const nobody = async () => ({ refused: "Unauthorized" });

it("answers health probes to everybody and nothing else to those it does not know", async () => {
  await using server = await openTestServer({ authenticate: nobody });
  for (const path of ["/livez", "/readyz"]) expect((await server.send("GET", path)).code).toBe(200);
  for (const path of ["/", "/healthz", "/metrics", "/apis", "/openapi/v2", "/version", paths.summaries()]) {
    const { body } = await server.send("GET", path);
    expect(body).toMatchObject({ kind: "Status", code: 401, reason: "Unauthorized" });
  }
});

it("says what a user may not do", async () => {
  await using server = await openTestServer({ authorize: async (_who, { verb }) => `you cannot ${verb}` });
  expect((await server.send("DELETE", `${paths.summaries("shop")}/web`)).body).toMatchObject({
    code: 403,
    reason: "Forbidden",
    message: "you cannot delete",
  });
});

it("asks for the right on the one name that a field selector allows", async () => {
  const asked: (string | undefined)[] = [];
  await using server = await openTestServer({
    authorize: async (_who, _info, name) => {
      asked.push(name);
      return undefined;
    },
  });
  await server.send("GET", `${paths.summaries("shop")}?fieldSelector=metadata.name=web`);
  await server.send("GET", paths.summaries("shop"));
  expect(asked).toEqual(["web", undefined]);
});

it("asks for the right to create where an apply would, though kube-apiserver has allowed the patch", async () => {
  await using server = await openTestServer({
    authorize: async ({ isAuthorized }, { verb }) => (isAuthorized ? undefined : `you cannot ${verb}`),
  });
  const apply = { "Content-Type": "application/apply-patch+yaml" };
  const at = `${paths.summaries("shop")}/web?fieldManager=me`;
  const { body } = await server.send("PATCH", at, summary("web"), apply);
  expect(body).toMatchObject({ code: 403, message: "you cannot create" });
  await server.send("POST", paths.summaries("shop"), summary("web"));
  expect((await server.send("PATCH", at, summary("web"), apply)).code).toBe(200);
});

it("lets nobody pass for somebody else in a direct request, nor act with all of their own rights instead", async () => {
  await using server = await openTestServer();
  const { body } = await server.send("GET", paths.summaries("shop"), undefined, { "Impersonate-User": "bob" });
  expect(body).toMatchObject({ code: 403, reason: "Forbidden" });
});

it.each([
  ["PATCH", paths.summaries("shop"), "GET, HEAD, POST, DELETE"],
  ["OPTIONS", `${paths.summaries("shop")}/web`, "GET, HEAD, PUT, PATCH, DELETE"],
  ["DELETE", paths.summaries(), "GET, HEAD"],
  ["POST", `${paths.sums}/shop`, "GET, HEAD"],
  ["POST", "/openapi/v2", "GET, HEAD"],
  ["PUT", "/apis", "GET, HEAD"],
])("answers %s %s with the methods that there are: %s", async (method, path, allowed) => {
  await using server = await openTestServer();
  const { code, headers } = await server.send(method, path);
  expect([code, headers.get("allow")]).toEqual([405, allowed]);
});

it.each([
  ["who somebody is", { authenticate: () => Promise.reject(new Error("no route to the cluster")) }],
  ["what they may", { authorize: () => Promise.reject(new Error("no route to the cluster")) }],
])("can be asked again after a moment while the cluster does not say %s", async (_what, deps) => {
  await using server = await openTestServer(deps);
  const { body, headers } = await server.send("GET", paths.summaries("shop"));
  expect(body).toMatchObject({ kind: "Status", code: 503, reason: "ServiceUnavailable" });
  expect(headers.get("retry-after")).toBe("1");
});

it("notes each request where it is asked to, with the fields that every program's lines have", async () => {
  const lines: string[] = [];
  const log = createLogger("storage", "debug", { write: (line) => lines.push(line) });
  await using server = await openTestServer({ log });
  await server.send("GET", paths.summaries("shop"));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: "answered", verb: "list", path: paths.summaries("shop"), code: 200, durationSeconds: expect.any(Number) },
  ]);
});

it("is not ready while something is missing, but alive", async () => {
  await using server = await openTestServer({ notReady: () => "the disk is being looked at" });
  expect((await server.send("GET", "/readyz")).code).toBe(503);
  expect((await server.send("GET", "/livez")).code).toBe(200);
});

it.each([
  ["/none", 404],
  ["/apis/none.example.com/v1/things", 404],
  [`${paths.summaries("shop")}/web/status`, 404],
  [paths.sums.replace("/configuration", "/namespaces/shop/configuration"), 404],
  ["/apis/%zz/v1/things", 404],
  [paths.summaries("shop").replace("/shop", "//shop"), 404],
  [paths.summaries("shop").replace("/shop", "/shop/"), 404],
  [`/${paths.summaries("shop")}`, 404],
  [`${paths.summaries("shop")}//`, 404],
])("answers GET %s with a status %d", async (path, code) => {
  await using server = await openTestServer();
  expect((await server.send("GET", path)).body).toMatchObject({ kind: "Status", code });
});

it.each([
  [new StoreFullError("the disk is full"), 507, "10"],
  [new StoreDiskError("disk I/O error"), 500, "10"],
  [new StoreBusyError("4096"), 429, "1"],
  [new Error("a secret in a message"), 500, null],
])("answers %s with %d and when to come back", async (error, code, retryAfter) => {
  await using server = await openTestServer();
  server.store.commit = async () => {
    throw error;
  };
  const { body, headers } = await server.send("POST", paths.summaries("shop"), summary("web"));
  expect([body.code, headers.get("retry-after")]).toEqual([code, retryAfter]);
  expect(JSON.stringify(body)).not.toContain("secret");
});

it("takes no more requests at once than it can answer, and none for ever", async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await using server = await openTestServer({
    authorize: async () => {
      await held;
      return undefined;
    },
  });
  const waiting = Array.from({ length: 400 }, () => server.send("GET", paths.summaries("shop")));
  const { body, headers } = await server.send("GET", paths.summaries("shop"));
  expect([body.reason, headers.get("retry-after")]).toEqual(["TooManyRequests", "1"]);
  release();
  await Promise.all(waiting);
  expect((await server.send("GET", paths.summaries("shop"))).code).toBe(200);
});

it("counts what it does", async () => {
  await using server = await openTestServer();
  await server.send("POST", paths.summaries("shop"), summary("web"));
  await server.send("GET", `${paths.summaries("shop")}/none`);
  const watch = await server.raw(`${paths.summaries()}?watch=1`);
  const { body } = await server.send("GET", "/metrics");
  const resource = "workloadconfigurationscansummaries.spdx.softwarecomposition.kubescape.io";
  const [plural, group] = [resource.split(".", 1)[0], resource.slice(resource.indexOf(".") + 1)];
  const labels = (scope: string, verb: string) =>
    `group="${group}",resource="${plural}",scope="${scope}",subresource="",verb="${verb}",version="v1beta1"`;
  expect(body).toContain(`apiserver_request_total{${labels("resource", "POST")},code="201"} 1\n`);
  expect(body).toContain(`apiserver_request_total{${labels("resource", "GET")},code="404"} 1\n`);
  expect(body).toContain(`apiserver_request_duration_seconds_count{${labels("resource", "POST")}} 1\n`);
  expect(body).toContain(`apiserver_storage_objects{resource="${resource}"} 1\n`);
  expect(body).toContain('apiserver_longrunning_requests{verb="WATCH"} 1\n');
  await watch.body?.cancel();
  expect((await server.send("GET", "/metrics")).body).toContain('apiserver_longrunning_requests{verb="WATCH"} 0\n');
});

it("leaves out of what it counts what a damaged database cannot count", async () => {
  await using server = await openTestServer();
  const count = server.store.count.bind(server.store);
  server.store.count = async (kind) => {
    if (kind.startsWith("sbomsyfts.")) throw new Error("database disk image is malformed");
    return count(kind);
  };
  const { code, body } = await server.send("GET", "/metrics");
  expect([code, /storage_objects\{resource="sbomsyfts\./.test(body)]).toEqual([200, false]);
  expect(body).toMatch(/storage_objects\{resource="containerprofiles\..*\} 0\n/);
});

it("counts applies and deletions of many by kube-apiserver's names, in the format that Prometheus names", async () => {
  await using server = await openTestServer();
  const type = { "Content-Type": "application/apply-patch+yaml" };
  await server.send("PATCH", `${paths.summaries("shop")}/web?fieldManager=me`, summary("web"), type);
  await server.send("DELETE", paths.summaries("shop"));
  const { body, headers } = await server.send("GET", "/metrics");
  expect(body).toMatch(/apiserver_request_total\{.*scope="resource",.*verb="APPLY",.*code="201"\} 1\n/);
  expect(body).toMatch(/apiserver_request_total\{.*scope="namespace",.*verb="DELETE",.*code="200"\} 1\n/);
  expect(headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
});

it("says of what runs beside it what is counted there", async () => {
  const gauges = () => [
    {
      name: "sweeps_total",
      type: "counter" as const,
      help: "Sweeps.",
      values: [[{}, 3] as [Record<string, string>, number]],
    },
  ];
  await using server = await openTestServer({ gauges });
  const { body } = await server.send("GET", "/metrics");
  expect(body).toContain("# TYPE sweeps_total counter\nsweeps_total 3\n");
  expect(body).toMatch(/# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total [\d.]+\n/);
});

it("leaves the server to others when one user asks too often", async () => {
  let username = "loop";
  const identity = () => ({ user: { username, groups: [] }, isAuthorized: true });
  const now = { at: 0 };
  await using server = await openTestServer({
    authenticate: async () => ({ identity: identity() }),
    rateLimit: createRateLimit(2, () => new Date(now.at)),
  });
  const code = async () => (await server.send("GET", paths.summaries("shop"))).code;
  expect([await code(), await code(), await code()]).toEqual([200, 200, 429]);
  const { body, headers } = await server.send("GET", paths.summaries("shop"));
  expect(headers.get("retry-after")).toBe("1");
  expect(body).toMatchObject({
    kind: "Status",
    reason: "TooManyRequests",
    message: "the server has received too many requests and has asked us to try again later",
  });
  username = "somebody else";
  expect(await code()).toBe(200);
  username = "loop";
  now.at = 500;
  expect([await code(), await code()]).toEqual([200, 429]);
  now.at = 10_000;
  expect([await code(), await code(), await code()]).toEqual([200, 200, 429]);
});

it("makes nothing in a namespace that is missing or ends, and goes on changing and deleting there", async () => {
  let state: NamespaceState = "active";
  await using server = await openTestServer({ namespaceState: async () => state });
  await server.send("POST", paths.summaries("shop"), summary("old"));
  state = "missing";
  for (const query of ["", "?dryRun=All"]) {
    expect((await server.send("POST", `${paths.summaries("shop")}${query}`, summary("web"))).body).toMatchObject({
      code: 404,
      message: 'namespaces "shop" not found',
      details: { name: "shop", kind: "namespaces" },
    });
  }
  state = "terminating";
  expect((await server.send("POST", paths.summaries("shop"), summary("web"))).body).toMatchObject({
    code: 403,
    reason: "Forbidden",
    message: expect.stringContaining("unable to create new content in namespace shop because it is being terminated"),
    details: { causes: [{ reason: "NamespaceTerminating", field: "metadata.namespace" }] },
  });
  const patch = { metadata: { labels: { a: "b" } } };
  const type = { "Content-Type": "application/merge-patch+json" };
  expect((await server.send("PATCH", `${paths.summaries("shop")}/old`, patch, type)).code).toBe(200);
  expect((await server.send("DELETE", `${paths.summaries("shop")}/old`)).code).toBe(200);
});
