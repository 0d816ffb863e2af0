import { expect, it, onTestFinished } from "vitest";
import { paths, summary } from "../testing/scans.ts";
import { sharedServer } from "../testing/shared-server.ts";

let namespace: string;
let configMaps: string;

const server = await sharedServer((fresh) => {
  namespace = fresh;
  configMaps = `/api/v1/namespaces/${namespace}/configmaps`;
});

const applied = { "Content-Type": "application/apply-patch+yaml" };

function configMap(data: Record<string, unknown>, labels: Record<string, string> = {}) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", labels }, data };
}

function apply(manager: string, object: object, query = "") {
  return server.send("PATCH", `${configMaps}/c?fieldManager=${manager}${query}`, object, applied);
}

type Entry = { manager: string; operation: string; fieldsV1: object; subresource?: string };

function owners({ metadata }: { metadata: { managedFields?: Entry[] } }): Record<string, object> {
  return Object.fromEntries(
    (metadata.managedFields ?? []).map((entry) => [`${entry.manager} ${entry.operation}`, entry.fieldsV1]),
  );
}

it("makes an object that does not exist, and changes it afterwards", async () => {
  const first = await apply("one", configMap({ a: "1" }));
  expect([first.code, first.body.metadata.generation]).toEqual([201, 1]);
  expect(owners(first.body)).toEqual({ "one Apply": { "f:data": { "f:a": {} } } });
  const second = await apply("one", configMap({ a: "2" }));
  expect([second.code, second.body.data]).toEqual([200, { a: "2" }]);
});

it("reads YAML, which is what kubectl sends", async () => {
  const yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: one\n";
  const { body } = await server.send("PATCH", `${configMaps}/c?fieldManager=kubectl`, yaml, applied);
  expect(body.data).toEqual({ a: "one" });
});

it("removes what a manager no longer applies, but not what another also owns or wrote", async () => {
  await apply("one", configMap({ a: "1", both: "x", mine: "1" }));
  await apply("two", configMap({ both: "x", theirs: "2" }));
  const { body } = await apply("one", configMap({ a: "1" }));
  expect(body.data).toEqual({ a: "1", both: "x", theirs: "2" });
  expect(owners(body)).toEqual({
    "one Apply": { "f:data": { "f:a": {} } },
    "two Apply": { "f:data": { "f:both": {}, "f:theirs": {} } },
  });
});

it("says whose field it would overwrite, and takes it when forced", async () => {
  await apply("one", configMap({ a: "1", b: "1" }));
  const refused = await apply("two", configMap({ a: "2" }));
  expect(refused.body).toMatchObject({
    code: 409,
    reason: "Conflict",
    message: 'Apply failed with 1 conflict: conflict with "one": .data.a',
    details: { causes: [{ reason: "FieldManagerConflict", field: ".data.a" }] },
  });
  const { body } = await apply("two", configMap({ a: "2" }), "&force=1");
  expect(body.data).toEqual({ a: "2", b: "1" });
  expect(owners(body)["one Apply"]).toEqual({ "f:data": { "f:b": {} } });
});

it("lets two managers own one value", async () => {
  await apply("one", configMap({ a: "1" }));
  const { code, body } = await apply("two", configMap({ a: "1" }));
  expect([code, Object.keys(owners(body))]).toEqual([200, ["one Apply", "two Apply"]]);
});

it("gives a field to whoever updates it, and takes it from whoever applied it", async () => {
  await apply("one", configMap({ a: "1", b: "1" }));
  const merge = { "Content-Type": "application/merge-patch+json", "User-Agent": "editor/1.0" };
  const { body } = await server.send("PATCH", `${configMaps}/c`, { data: { a: "9" } }, merge);
  expect(owners(body)).toEqual({
    "one Apply": { "f:data": { "f:b": {} } },
    "editor Update": { "f:data": { "f:a": {} } },
  });
  expect((await apply("one", configMap({ a: "1", b: "1" }))).body.message).toContain(
    'conflict with "editor" using v1: .data.a',
  );
});

it("treats lists, and what a kind says, as one value", async () => {
  await server.send("POST", paths.summaries(namespace), summary("web", 1, { labels: { a: "b" } }));
  const { body } = await server.send("GET", `${paths.summaries(namespace)}/web`);
  expect(owners(body)).toEqual({
    "tester Update": {
      "f:metadata": { "f:labels": { "f:a": {} } },
      "f:spec": { "f:severities": {}, "f:controls": {} },
    },
  });
});

it("applies a part of an object that exists, and fills in the rest of one that does not", async () => {
  await server.send("POST", paths.summaries(namespace), summary("web", 1));
  const { kind, apiVersion } = summary("web");
  const part = { kind, apiVersion, metadata: { name: "web", labels: { team: "red" } } };
  const at = `${paths.summaries(namespace)}/web?fieldManager=labels`;
  const { code, body } = await server.send("PATCH", at, part, applied);
  expect([code, body.metadata.labels, body.spec.severities.high]).toEqual([200, { team: "red" }, 1]);
  const alone = await server.send(
    "PATCH",
    `${paths.summaries(namespace)}/new?fieldManager=labels`,
    { ...part, metadata: { name: "new" } },
    applied,
  );
  expect(alone.code).toBe(201);
  expect(alone.body.spec).toEqual({
    severities: { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 },
    controls: null,
  });
});

it("does not count an apply that changes nothing", async () => {
  const { body: first } = await apply("one", configMap({ a: "1" }));
  server.clock.now = new Date("2027-01-01T00:00:00Z");
  const { body } = await apply("one", configMap({ a: "1" }));
  expect(body).toEqual(first);
});

it("keeps who wrote the status apart", async () => {
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const job = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "j" } };
  await server.send("PATCH", `${jobs}/j?fieldManager=planner`, { ...job, spec: { suspend: true } }, applied);
  const { body } = await server.send(
    "PATCH",
    `${jobs}/j/status?fieldManager=runner`,
    { ...job, status: { active: 1 } },
    applied,
  );
  expect([body.spec, body.status]).toEqual([{ suspend: true }, { active: 1 }]);
  expect(owners(body)).toEqual({
    "planner Apply": { "f:spec": { "f:suspend": {} } },
    "runner Apply": { "f:status": { "f:active": {} } },
  });
});

it("remembers a bounded number of updaters", async () => {
  await apply("one", configMap({ a: "1" }));
  for (let i = 0; i < 15; i += 1) {
    const merge = { "Content-Type": "application/merge-patch+json", "User-Agent": `u${i}/1` };
    await server.send("PATCH", `${configMaps}/c`, { data: { [`k${i}`]: "v" } }, merge);
  }
  const { body } = await server.send("GET", `${configMaps}/c`);
  expect(Object.keys(owners(body))).toHaveLength(11);
  expect(Object.keys(body.data)).toHaveLength(16);
});

it("lets managers own finalizers and owners one by one", async () => {
  const owned = (finalizer: string, uid: string, name = uid) => ({
    ...configMap({}),
    metadata: {
      name: "c",
      finalizers: [finalizer],
      ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name, uid }],
    },
  });
  await apply("one", owned("example.com/one", "u1"));
  const { body: both } = await apply("two", owned("example.com/two", "u2"));
  expect(both.metadata.finalizers).toEqual(["example.com/one", "example.com/two"]);
  expect(both.metadata.ownerReferences).toMatchObject([{ uid: "u1" }, { uid: "u2" }]);
  expect(owners(both)["two Apply"]).toEqual({
    "f:metadata": {
      "f:finalizers": { 'v:"example.com/two"': {} },
      "f:ownerReferences": { 'k:{"uid":"u2"}': {} },
    },
  });
  const { body: refused } = await apply("two", owned("example.com/two", "u1", "other"));
  expect(refused.message).toBe(
    'Apply failed with 1 conflict: conflict with "one": .metadata.ownerReferences[uid="u1"]',
  );
  const { body: left } = await apply("one", configMap({}));
  expect(left.metadata.finalizers).toEqual(["example.com/two"]);
  expect(left.metadata.ownerReferences).toMatchObject([{ uid: "u2" }]);
});

it("lets kubectl go on from the client's side with what it has applied there, and with nothing else", async () => {
  const annotation = "kubectl.kubernetes.io/last-applied-configuration";
  const annotations = { [annotation]: JSON.stringify(configMap({ a: "1", b: "1" })) };
  const made = { ...configMap({ a: "1", b: "edited" }), metadata: { name: "c", annotations } };
  await server.send("POST", configMaps, made, { "User-Agent": "kubectl-client-side-apply/1" });
  expect((await apply("kubectl", configMap({ a: "2" }))).body.data).toEqual({ a: "2", b: "edited" });
  expect((await apply("kubectl", configMap({ a: "2", b: "2" }))).body.message).toContain(".data.b");
  expect((await apply("somebody", configMap({ a: "3" }))).code).toBe(409);
});

it("remembers nobody where somebody has emptied the list", async () => {
  await apply("one", configMap({ a: "1" }));
  const merge = { "Content-Type": "application/merge-patch+json" };
  const { body } = await server.send("PATCH", `${configMaps}/c`, { metadata: { managedFields: [{}] } }, merge);
  expect(owners(body)).toEqual({});
  const changed = await server.send("PATCH", `${configMaps}/c`, { data: { b: "2" } }, merge);
  expect(owners(changed.body)).toEqual({});
});

it("asks at the first apply about what was there before anybody was remembered", async () => {
  await apply("one", configMap({ a: "1" }));
  const merge = { "Content-Type": "application/merge-patch+json" };
  await server.send("PATCH", `${configMaps}/c`, { data: { b: "1" }, metadata: { managedFields: [{}] } }, merge);
  expect((await apply("two", configMap({ a: "2" }))).body.message).toContain('"before-first-apply" using v1: .data.a');
  const { body } = await apply("two", configMap({ a: "1" }));
  expect(owners(body)).toEqual({
    "two Apply": { "f:data": { "f:a": {} } },
    "before-first-apply Update": { "f:data": { "f:a": {}, "f:b": {} } },
  });
  expect((await apply("two", configMap({}))).body.data).toEqual({ a: "1", b: "1" });
});

it.each([
  ["an empty list", []],
  ["a list that cannot be read", [{ manager: "x", operation: "Other" }]],
])("knows on who owns what when an update has %s", async (_what, managedFields) => {
  const { body } = await apply("one", configMap({ a: "1" }));
  const sent = { ...body, data: { b: "2" }, metadata: { ...body.metadata, managedFields } };
  const { body: written } = await server.send("PUT", `${configMaps}/c`, sent, { "User-Agent": "two/1" });
  expect(owners(written)).toEqual({ "two Update": { "f:data": { "f:b": {} } } });
  const merge = { "Content-Type": "application/merge-patch+json", "User-Agent": "three/1" };
  const patched = await server.send(
    "PATCH",
    `${configMaps}/c`,
    { data: { c: "3" }, metadata: { managedFields } },
    merge,
  );
  expect(Object.keys(owners(patched.body))).toEqual(["three Update", "two Update"]);
});

it("lets nobody say through the status who owns what", async () => {
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const job = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "j" }, spec: { suspend: true } };
  const { body } = await server.send("POST", jobs, job, { "User-Agent": "maker/1" });
  const sent = { ...body, metadata: { ...body.metadata, managedFields: [{}] }, status: { active: 1 } };
  const { body: written } = await server.send("PUT", `${jobs}/j/status`, sent, { "User-Agent": "runner/1" });
  expect(Object.keys(owners(written))).toEqual(["maker Update", "runner Update"]);
});

it("remembers nobody when nothing is applied any more", async () => {
  await apply("one", configMap({ a: "1" }));
  expect((await apply("one", configMap({}))).body).toMatchObject({ metadata: { name: "c" } });
  const { body } = await server.send("GET", `${configMaps}/c`);
  expect(body.metadata).not.toHaveProperty("managedFields");
});

it("takes nothing away but from the object, whatever a manager is said to own", async () => {
  const inherited: object = Object.getPrototypeOf({});
  Object.defineProperty(inherited, "sortieProbe", { value: "everybody's", configurable: true });
  onTestFinished(() => {
    Reflect.deleteProperty(inherited, "sortieProbe");
  });
  const { body } = await apply("one", configMap({ a: "1" }));
  const [entry] = body.metadata.managedFields;
  const below = JSON.parse('{"f:__proto__":{"f:sortieProbe":{}}}');
  entry.fieldsV1 = { ...entry.fieldsV1, ...below, "f:data": { "f:a": {}, ...below } };
  expect((await server.send("PUT", `${configMaps}/c`, body)).code).toBe(200);
  expect((await apply("one", configMap({ b: "1" }))).body.data).toEqual({ b: "1" });
  expect("sortieProbe" in {}).toBe(true);
});

it("wants to know who applies, and under which name", async () => {
  expect((await server.send("PATCH", `${configMaps}/c`, configMap({}), applied)).code).toBe(422);
  const other = { ...configMap({}), metadata: { name: "d" } };
  expect((await apply("one", other)).code).toBe(400);
});

it("does not empty what others own for somebody who says null of it", async () => {
  const at = `${paths.summaries(namespace)}/nothing`;
  const sent = (spec: unknown) => ({ ...summary("nothing"), spec });
  const say = (manager: string, spec: unknown, query = "") =>
    server.send("PATCH", `${at}?fieldManager=${manager}${query}`, sent(spec), applied);
  const { body: made } = await say("one", summary("nothing", 3).spec);
  expect((await say("two", null)).body.spec).toEqual(made.spec);
  expect((await say("two", { severities: null })).body).toMatchObject({
    code: 409,
    details: { causes: [{ field: ".spec.severities" }] },
  });
  const { body: taken } = await say("two", { severities: null }, "&force=true");
  expect(taken.spec.severities.high).toBe(0);
  expect(owners(taken)["two Apply"]).toEqual({ "f:spec": { "f:severities": {} } });
  const { body: again } = await say("two", { severities: null });
  expect(again.metadata.resourceVersion).toBe(taken.metadata.resourceVersion);
});

it("remembers who has taken a list away, and asks for nothing more when it is gone", async () => {
  const at = `${paths.summaries(namespace)}/gone`;
  const say = (controls: unknown, query = "") =>
    server.send("PATCH", `${at}?fieldManager=two${query}`, { ...summary("gone"), spec: { controls } }, applied);
  await server.send("POST", `${paths.summaries(namespace)}?fieldManager=one`, summary("gone"));
  const { body: taken } = await say(null, "&force=true");
  expect([taken.spec.controls, owners(taken)["two Apply"]]).toEqual([null, { "f:spec": { "f:controls": {} } }]);
  expect((await say(null)).body.metadata.resourceVersion).toBe(taken.metadata.resourceVersion);
});
