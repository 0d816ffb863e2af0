import { expect, it } from "vitest";
import { paths, scan, summary } from "../testing/scans.ts";
import { sharedServer } from "../testing/shared-server.ts";
import { openTestServer } from "../testing/test-server.ts";

let namespace: string;
/** Summaries of a namespace that no other test uses. */
let ns: string;

const server = await sharedServer((fresh) => {
  namespace = fresh;
  ns = paths.summaries(namespace);
});

it("makes an object and decides itself what the server decides", async () => {
  const { code, body } = await server.send(
    "POST",
    ns,
    summary("web", 2, { uid: "mine", generation: 7, labels: { a: "b" } }),
  );
  expect(code).toBe(201);
  expect(body.metadata).toMatchObject({
    name: "web",
    namespace,
    generation: 1,
    creationTimestamp: "2026-08-22T14:55:00Z",
    labels: { a: "b" },
    resourceVersion: String(server.store.resourceVersion),
  });
  expect(body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
  expect((await server.send("GET", `${ns}/web`)).body).toEqual(body);
});

it("passes over the namespace of an object that has none, as manifests name one for all that they install", async () => {
  const at = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1/knownservers";
  const metadata = { name: "dns", namespace: "shop", labels: { a: "1" } };
  const object = { apiVersion: "spdx.softwarecomposition.kubescape.io/v1beta1", kind: "KnownServer", metadata };
  const made = await server.send("POST", at, object);
  const put = { ...made.body, metadata: { ...made.body.metadata, ...metadata, labels: { a: "2" } } };
  const written = [made, await server.send("PUT", `${at}/dns`, put)];
  for (const type of ["application/merge-patch+json", "application/apply-patch+yaml"]) {
    const answer = server.send("PATCH", `${at}/dns?fieldManager=a`, object, { "Content-Type": type });
    written.push(await answer);
  }
  for (const { body } of written) {
    expect(body.metadata).toMatchObject({ name: "dns" });
    expect(body.metadata).not.toHaveProperty("namespace");
  }
});

it("completes a generated name with letters that make no words", async () => {
  const { body } = await server.send("POST", ns, summary("", 0, { generateName: "web-" }));
  expect(body.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
});

it("tells a name that exists from an object that has changed", async () => {
  const { body: first } = await server.send("POST", ns, summary("web"));
  expect((await server.send("POST", ns, summary("web"))).body).toMatchObject({
    code: 409,
    reason: "AlreadyExists",
    message: 'workloadconfigurationscansummaries.spdx.softwarecomposition.kubescape.io "web" already exists',
  });
  await server.send("PUT", `${ns}/web`, { ...first, metadata: { ...first.metadata, labels: { a: "b" } } });
  const { body } = await server.send("PUT", `${ns}/web`, first);
  expect(body).toMatchObject({ code: 409, reason: "Conflict", details: { name: "web" } });
});

it.each([
  ["an object of another kind", 400, { ...summary("web"), kind: "Other" }],
  ["an object of another namespace", 400, summary("web", 0, { namespace: "bank" })],
  ["a resourceVersion", 400, summary("web", 0, { resourceVersion: "5" })],
  ["no name", 422, summary("")],
  ["a name that is no path segment", 422, summary("a/b")],
  ["a name with control characters", 422, summary("a\nb")],
  ["a label that is none", 422, summary("web", 0, { labels: { "a b": "c" } })],
  ["a spec of another type", 422, { ...summary("web"), spec: { severities: "many" } }],
  ["no object", 400, "[1]"],
  ["no JSON", 400, "{"],
])("refuses to make something of %s", async (_what, code, body) => {
  const answer = await server.send("POST", ns, body);
  expect(answer.body).toMatchObject({ kind: "Status", status: "Failure", code });
});

it.each([
  ["POST", "", 200_000],
  ["PATCH", "/deep", 200_000],
  ["DELETE", "/deep", 30_000],
])("refuses a %s with a body that is nested without end, and goes on", async (method, name, depth) => {
  const scans = paths.scans(namespace);
  const deep = `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const rules = `[{"controlConfigurations":{"x":${deep}}}]`;
  const body = `{"metadata":{"name":"deep"},"spec":{"controls":{"a":{"rules":${rules}}}},"dryRun":${deep}}`;
  const type = method === "PATCH" ? { "Content-Type": "application/merge-patch+json" } : {};
  if (method === "PATCH") await server.send("POST", scans, scan("deep"));
  const { body: answer } = await server.send(
    method,
    `${scans}${name}`,
    method === "DELETE" ? `{"dryRun":${deep}}` : body,
    type,
  );
  expect(answer).toMatchObject({ code: 400, reason: "BadRequest" });
  expect((await server.send("GET", scans)).code).toBe(200);
});

it("keeps names that are no DNS names, as writers of results make them", async () => {
  expect((await server.send("POST", ns, summary("--"))).code).toBe(201);
  expect((await server.send("GET", `${ns}/--`)).code).toBe(200);
});

it("does not take back from people what a list shows of a large object, which would empty it", async () => {
  const scans = paths.scans(namespace);
  await server.send("POST", scans, scan("web"));
  const [listed] = (await server.send("GET", scans)).body.items;
  expect(listed.spec.controls).toBeNull();
  const labelled = { ...listed, metadata: { ...listed.metadata, labels: { team: "red" } } };
  const refused = await server.send("PUT", `${scans}/web`, labelled);
  expect(refused.body).toMatchObject({ code: 422, message: expect.stringContaining("resourceVersion=fullSpec") });
  const patched = await server.send(
    "PATCH",
    `${scans}/web`,
    { spec: listed.spec },
    {
      "Content-Type": "application/merge-patch+json",
    },
  );
  expect(patched.code).toBe(422);
  const stored = (await server.send("GET", `${scans}/web`)).body;
  expect(stored.spec.controls).not.toBeNull();
  const whole = { ...stored, metadata: labelled.metadata };
  expect((await server.send("PUT", `${scans}/web`, whole)).code).toBe(200);
});

it("drops fields it does not know, and warns or refuses as the client wants", async () => {
  const body = { ...summary("web"), spec: { ...summary("web").spec, colour: "red" } };
  const strict = await server.send("POST", `${ns}?fieldValidation=Strict`, body);
  expect(strict.body.message).toEqual(
    expect.stringContaining(
      'cannot be handled as a WorkloadConfigurationScanSummary: strict decoding error: unknown field "spec.colour"',
    ),
  );
  const warned = await server.send("POST", ns, body);
  expect(warned.headers.get("warning")).toBe('299 - "unknown field \\"spec.colour\\""');
  expect(warned.body.spec).not.toHaveProperty("colour");
});

it("warns in a header whatever the unknown field is called, and stores the object", async () => {
  const sent = { ...summary("a"), "größe\n🔒": 1, ["x".repeat(20_000)]: 1 };
  const warned = await server.send("POST", ns, sent);
  expect(warned.code).toBe(201);
  expect(warned.headers.get("warning")).toContain('"unknown field \\"gr\\\\u00f6\\\\u00dfe\\\\u000a');
  expect(warned.headers.get("warning")?.length).toBeLessThan(1000);
});

it("counts a change of the spec as a generation, and a change of labels not", async () => {
  const { body: made } = await server.send("POST", ns, summary("web"));
  const labelled = { ...made, metadata: { ...made.metadata, labels: { a: "b" } } };
  const { body: second } = await server.send("PUT", `${ns}/web`, labelled);
  expect(second.metadata.generation).toBe(1);
  const { body: third } = await server.send("PUT", `${ns}/web`, { ...second, spec: summary("web", 3).spec });
  expect(third.metadata).toMatchObject({ generation: 2, uid: made.metadata.uid });
});

it("does not count a write that changes nothing", async () => {
  const { body: made } = await server.send("POST", ns, summary("web"));
  const { body } = await server.send("PUT", `${ns}/web`, made);
  expect(body.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
});

it("replaces only what the client says it has read", async () => {
  const { body: made } = await server.send("POST", ns, summary("web"));
  const without = { ...made, metadata: { ...made.metadata, resourceVersion: undefined } };
  expect((await server.send("PUT", `${ns}/web`, without)).body).toMatchObject({ code: 422, reason: "Invalid" });
  const other = { ...made, metadata: { ...made.metadata, uid: "other" } };
  expect((await server.send("PUT", `${ns}/web`, other)).body).toMatchObject({ code: 409, reason: "Conflict" });
  expect((await server.send("PUT", `${ns}/none`, { ...made, metadata: { ...made.metadata, name: "none" } })).code).toBe(
    404,
  );
});

it("merges a merge patch and checks the result", async () => {
  await server.send("POST", ns, summary("web", 1, { labels: { a: "b", c: "d" } }));
  const type = { "Content-Type": "application/merge-patch+json" };
  const { body } = await server.send("PATCH", `${ns}/web`, { metadata: { labels: { a: null, e: "f" } } }, type);
  expect(body.metadata.labels).toEqual({ c: "d", e: "f" });
  expect((await server.send("PATCH", `${ns}/web`, { spec: { severities: { high: -1 } } }, type)).code).toBe(422);
});

it("applies a JSON patch whole or not at all", async () => {
  await server.send("POST", ns, summary("web", 1));
  const type = { "Content-Type": "application/json-patch+json" };
  const set = { op: "replace", path: "/spec/severities/high", value: 5 };
  const failing = [set, { op: "test", path: "/metadata/name", value: "other" }];
  expect((await server.send("PATCH", `${ns}/web`, failing, type)).body).toMatchObject({ code: 422, reason: "Invalid" });
  expect((await server.send("GET", `${ns}/web`)).body.spec.severities.high).toBe(1);
  expect((await server.send("PATCH", `${ns}/web`, [set], type)).body.spec.severities.high).toBe(5);
});

it("says which patches it takes when asked for a strategic merge", async () => {
  await server.send("POST", ns, summary("web"));
  const type = { "Content-Type": "application/strategic-merge-patch+json" };
  const { body } = await server.send("PATCH", `${ns}/web`, {}, type);
  expect(body).toMatchObject({ code: 415, reason: "UnsupportedMediaType" });
  expect(body.message).toContain("application/merge-patch+json");
});

it("lets all of many patches of one object through, one after the other", async () => {
  await server.send("POST", ns, summary("web"));
  const type = { "Content-Type": "application/merge-patch+json" };
  const patches = Array.from({ length: 5 }, (_, i) =>
    server.send("PATCH", `${ns}/web`, { metadata: { annotations: { [`n${i}`]: "x" } } }, type),
  );
  expect((await Promise.all(patches)).map(({ code }) => code)).toEqual([200, 200, 200, 200, 200]);
  const { body } = await server.send("GET", `${ns}/web`);
  expect(Object.keys(body.metadata.annotations)).toHaveLength(5);
});

it("stores nothing in a dry run", async () => {
  expect((await server.send("POST", `${ns}?dryRun=All`, summary("web"))).code).toBe(201);
  expect((await server.send("GET", `${ns}/web`)).code).toBe(404);
  const { body } = await server.send("POST", ns, summary("web"));
  const patch = { metadata: { labels: { a: "b" } } };
  const type = { "Content-Type": "application/merge-patch+json" };
  expect((await server.send("PATCH", `${ns}/web?dryRun=All`, patch, type)).body.metadata.labels).toEqual({ a: "b" });
  expect((await server.send("DELETE", `${ns}/web?dryRun=All`)).code).toBe(200);
  expect((await server.send("GET", `${ns}/web`)).body).toEqual(body);
  expect((await server.send("POST", `${ns}?dryRun=Some`, summary("x"))).code).toBe(422);
});

it("deletes what the client means and nothing else", async () => {
  const { body: made } = await server.send("POST", ns, summary("web"));
  const other = await server.send("DELETE", `${ns}/web`, { preconditions: { uid: "other" } });
  expect(other.body).toMatchObject({ code: 409, reason: "Conflict" });
  const { code, body } = await server.send("DELETE", `${ns}/web`, { preconditions: { uid: made.metadata.uid } });
  expect([code, body.status, body.details.uid]).toEqual([200, "Success", made.metadata.uid]);
  expect((await server.send("DELETE", `${ns}/web`)).body).toMatchObject({ code: 404, reason: "NotFound" });
});

it("keeps an object that is being deleted until its last finalizer is gone", async () => {
  await server.send("POST", ns, summary("web", 0, { finalizers: ["example.com/hold"] }));
  const { body: marked } = await server.send("DELETE", `${ns}/web`);
  expect(marked.metadata.deletionTimestamp).toBe("2026-08-22T14:55:00Z");
  const type = { "Content-Type": "application/merge-patch+json" };
  expect((await server.send("PATCH", `${ns}/web`, { metadata: { finalizers: null } }, type)).code).toBe(200);
  expect((await server.send("GET", `${ns}/web`)).code).toBe(404);
});

it("marks what a garbage collector has to do for a foreground deletion", async () => {
  await server.send("POST", ns, summary("web"));
  const { body } = await server.send("DELETE", `${ns}/web`, { propagationPolicy: "Foreground" });
  expect(body.metadata.finalizers).toEqual(["foregroundDeletion"]);
});

it("has a garbage collector do what was asked last, also of an object that is being deleted", async () => {
  await server.send("POST", ns, summary("web", 0, { finalizers: ["example.com/hold"] }));
  const deleted = async (options: object, query = "") => {
    const { metadata } = (await server.send("DELETE", `${ns}/web${query}`, options)).body;
    return [metadata.finalizers, metadata.generation];
  };
  expect(await deleted({ propagationPolicy: "Foreground" })).toEqual([["example.com/hold", "foregroundDeletion"], 2]);
  expect(await deleted({})).toEqual([["example.com/hold", "foregroundDeletion"], 2]);
  expect(await deleted({}, "?orphanDependents=true")).toEqual([["example.com/hold", "orphan"], 2]);
  expect(await deleted({ propagationPolicy: "Background" })).toEqual([["example.com/hold"], 2]);
});

it("tells an older client that it has to wait", async () => {
  await server.send("POST", ns, summary("web", 0, { finalizers: ["example.com/hold"] }));
  expect((await server.send("DELETE", `${ns}/web?orphanDependents=false`)).code).toBe(202);
});

it("ends a foreground deletion at once when nobody is to be waited for any more", async () => {
  await server.send("POST", ns, summary("web"));
  await server.send("DELETE", `${ns}/web`, { propagationPolicy: "Foreground" });
  const { body } = await server.send("DELETE", `${ns}/web`, { propagationPolicy: "Background" });
  expect(body).toMatchObject({ kind: "Status", status: "Success" });
  expect((await server.send("GET", `${ns}/web`)).code).toBe(404);
});

it.each([
  ["another kind", 400, { kind: "Status", apiVersion: "v1" }, ""],
  ["an object", 400, summary("web"), ""],
  ["a grace period that is no number", 400, { gracePeriodSeconds: "5" }, ""],
  ["two ways to say what becomes of dependents", 422, { propagationPolicy: "Orphan", orphanDependents: true }, ""],
  ["both ways in the query", 422, {}, "?propagationPolicy=Orphan&orphanDependents=false"],
  ["an empty policy", 422, { propagationPolicy: "" }, ""],
])("deletes nothing for %s", async (_what, code, options, query) => {
  await server.send("POST", ns, summary("web"));
  for (const at of [`${ns}/web`, ns]) expect((await server.send("DELETE", `${at}${query}`, options)).code).toBe(code);
  expect((await server.send("GET", `${ns}/web`)).code).toBe(200);
});

it("tells who deletes a collection that it is not what was meant", async () => {
  await server.send("POST", ns, summary("web"));
  for (const preconditions of [{ uid: "other" }, { resourceVersion: "1" }]) {
    expect((await server.send("DELETE", ns, { preconditions })).body).toMatchObject({ code: 409, reason: "Conflict" });
  }
  expect((await server.send("GET", `${ns}/web`)).code).toBe(200);
});

it("deletes a selected collection and answers with what it deleted", async () => {
  for (const name of ["a", "b", "c"]) {
    await server.send("POST", ns, summary(name, 0, { labels: { keep: String(name === "b") } }));
  }
  const { body } = await server.send("DELETE", `${ns}?labelSelector=keep!=true`);
  expect(body.items.map(nameOf)).toEqual(["a", "c"]);
  expect((await server.send("GET", ns)).body.items).toHaveLength(1);
  expect((await server.send("DELETE", ns)).code).toBe(200);
  expect((await server.send("DELETE", ns)).body.items).toEqual([]);
});

it("deletes no more of a collection than it is told, and goes on behind it", async () => {
  const names = ["a", "b", "c", "d"];
  for (const name of names) await server.send("POST", ns, summary(name, 0, { labels: { keep: String(name === "b") } }));
  const query = "labelSelector=keep!=true&limit=1";
  const some = async (more = "") => (await server.send("DELETE", `${ns}?${query}${more}`)).body;
  const left = async () => (await server.send("GET", ns)).body.items.map(nameOf);
  expect((await some("&dryRun=All")).items.map(nameOf)).toEqual(["a"]);
  const first = await some();
  expect([first.items.map(nameOf), await left()]).toEqual([["a"], ["b", "c", "d"]]);
  const second = await some(`&continue=${first.metadata.continue}`);
  expect([second.items.map(nameOf), await left()]).toEqual([["c"], ["b", "d"]]);
  const last = await some(`&continue=${second.metadata.continue}`);
  expect([last.metadata, await left()]).toEqual([{ resourceVersion: first.metadata.resourceVersion }, ["b"]]);
  const old = Buffer.from('{"at":5,"after":{"namespace":"","name":""}}').toString("base64url");
  expect(await some(`&continue=${old}`)).toMatchObject({ code: 410, reason: "Expired" });
});

it("leaves the status alone in writes to the object, and the object in writes to the status", async () => {
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const { body: made } = await server.send("POST", jobs, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "scan" },
    spec: { suspend: true },
    status: { active: 9 },
  });
  expect(made).not.toHaveProperty("status");
  const merge = { "Content-Type": "application/merge-patch+json" };
  const both = { spec: { suspend: false }, status: { active: 1 } };
  const { body: status } = await server.send("PATCH", `${jobs}/scan/status`, both, merge);
  expect([status.spec, status.status, status.metadata.generation]).toEqual([{ suspend: true }, { active: 1 }, 1]);
  const { body: spec } = await server.send("PATCH", `${jobs}/scan`, { ...both, status: { active: 2 } }, merge);
  expect([spec.spec, spec.status, spec.metadata.generation]).toEqual([{ suspend: false }, { active: 1 }, 2]);
});

it("refuses bodies that are too large before it has read them", async () => {
  const annotations = { big: "x".repeat(2_000_000) };
  const { body } = await server.send("POST", ns, summary("web", 0, { annotations }));
  expect(body).toMatchObject({ code: 413, reason: "RequestEntityTooLarge" });
});

it("leaves the large body out of lists unless it is asked for, and out of reads when it is not wanted", async () => {
  const scans = paths.scans(namespace);
  await server.send("POST", scans, scan("web"));
  const empty = { controls: null, relatedObjects: null };
  const specOf = async (query: string) => (await server.send("GET", `${scans}${query}`)).body.items[0].spec;
  expect(await specOf("")).toEqual(empty);
  expect(Object.keys((await specOf("?resourceVersion=fullSpec")).controls)).toEqual(["C-0041"]);
  expect((await server.send("GET", `${scans}/web`)).body.spec.controls).toHaveProperty("C-0041");
  expect((await server.send("GET", `${scans}/web?resourceVersion=metadata`)).body.spec).toEqual(empty);
});

it("adds up the summaries of each namespace, and serves the sums read-only", async () => {
  await using server = await openTestServer();
  await server.send("POST", paths.summaries("shop"), summary("a", 2));
  await server.send("POST", paths.summaries("shop"), summary("b", 3));
  await server.send("POST", paths.summaries("bank"), summary("a", 1));
  const { body: list } = await server.send("GET", paths.sums);
  expect(
    list.items.map((item: { metadata: { name: string }; spec: { severities: { high: number } } }) => [
      item.metadata.name,
      item.spec.severities.high,
    ]),
  ).toEqual([
    ["bank", 1],
    ["shop", 5],
  ]);
  const { body: shop } = await server.send("GET", `${paths.sums}/shop`);
  expect(shop.spec.summaryRef).toEqual(
    ["a", "b"].map((name) => ({ namespace: "shop", kind: "WorkloadConfigurationScanSummary", name })),
  );
  await server.send("DELETE", `${paths.summaries("shop")}/a`);
  const { body: after } = await server.send("GET", `${paths.sums}/shop`);
  expect([after.spec.severities.high, after.metadata.uid]).toEqual([3, shop.metadata.uid]);
  expect((await server.send("GET", `${paths.sums}/none`)).code).toBe(404);
  expect((await server.send("POST", paths.sums, {})).body).toMatchObject({ code: 405, reason: "MethodNotAllowed" });
});

it("pages through the sums of one state of the world, and lists those of an earlier one", async () => {
  await using server = await openTestServer();
  for (const namespace of ["bank", "shop"]) await server.send("POST", paths.summaries(namespace), summary("a", 1));
  const { body: first } = await server.send("GET", `${paths.sums}?limit=1`);
  await server.send("POST", paths.summaries("shop"), summary("b", 5));
  await server.send("POST", paths.summaries("zoo"), summary("a", 1));
  await server.send("GET", paths.sums);
  const { continue: token, resourceVersion: version } = first.metadata;
  for (const query of [`continue=${token}`, `resourceVersion=${version}&resourceVersionMatch=Exact`]) {
    const { body } = await server.send("GET", `${paths.sums}?${query}`);
    expect([body.items.at(-1).metadata.name, body.items.at(-1).spec.severities.high]).toEqual(["shop", 1]);
    expect(body.metadata).toEqual({ resourceVersion: version });
  }
  const { body } = await server.send("GET", `${paths.sums}?resourceVersion=1&resourceVersionMatch=Exact`);
  expect(body).toMatchObject({ code: 410, reason: "Expired" });
});

function nameOf({ metadata }: { metadata: { name: string } }): string {
  return metadata.name;
}
