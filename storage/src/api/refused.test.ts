import { beforeAll, expect, it } from "vitest";
import { paths, scan, summary } from "../testing/scans.ts";
import { sharedServer } from "../testing/shared-server.ts";

const ns = paths.summaries("shop");
const patchType = { "Content-Type": "application/merge-patch+json" };

const server = await sharedServer();
beforeAll(async () => {
  await server.send("POST", ns, summary("web"));
});

it.each([
  ["DELETE", paths.summaries()],
  ["POST", `${ns}/web`],
  ["PUT", ns],
  ["PATCH", ns],
  ["OPTIONS", ns],
])("has no %s of %s", async (method, path) => {
  const { body } = await server.send(method, path, {});
  expect(body).toMatchObject({ code: 405, reason: "MethodNotAllowed" });
  expect((await server.send("GET", ns)).body.items).toHaveLength(1);
});

it.each([
  ["name", { name: "other" }, "the name of the object (other) does not match the name on the URL (web)"],
  ["namespace", { namespace: "other" }, "the namespace of the provided object does not match"],
])("does not let a patch change the %s", async (_what, metadata, message) => {
  const { body } = await server.send("PATCH", `${ns}/web`, { metadata }, patchType);
  expect(body).toMatchObject({ code: 400, message: expect.stringContaining(message) });
});

it("says that a name will be free when what has it is being deleted", async () => {
  await server.send("POST", ns, {
    ...summary("ending"),
    metadata: { name: "ending", finalizers: ["example.com/held"] },
  });
  await server.send("DELETE", `${ns}/ending`);
  for (const query of ["", "?dryRun=All"]) {
    const { body } = await server.send("POST", `${ns}${query}`, summary("ending"));
    expect(body).toMatchObject({ code: 409, reason: "AlreadyExists" });
    expect(body.message).toMatch(/^object is being deleted: /);
  }
});

it.each([
  ["1e999", "application/json", 422, "scoreFactor in body must be of type float"],
  ["1e39", "application/json", 422, "scoreFactor in body must be of type float"],
  [".nan", "application/yaml", 400, "unsupported value: .nan"],
  ["-.inf", "application/yaml", 400, "unsupported value: -.inf"],
])("refuses %s as a number, in %s, that nobody could read again", async (number, type, code, message) => {
  const text = JSON.stringify(scan("beyond")).replace('"scoreFactor":7', `"scoreFactor":${number}`);
  const { body } = await server.send("POST", paths.scans("shop"), text, { "Content-Type": type });
  expect(body).toMatchObject({ code, message: expect.stringContaining(message) });
});

it.each([{ creationTimestamp: "yesterday" }, { creationTimestamp: "" }, { deletionTimestamp: "2026-08-22" }])(
  "refuses %j, which is no time",
  async (metadata) => {
    const [time] = Object.values(metadata);
    const message = `WorkloadConfigurationScanSummary in version "v1beta1" cannot be handled as a WorkloadConfigurationScanSummary: parsing time "${time}" as "2006-01-02T15:04:05Z07:00"`;
    const object = { ...summary("web"), metadata: { name: "web", ...metadata } };
    expect((await server.send("POST", ns, object)).body).toMatchObject({ code: 400, reason: "BadRequest", message });
    expect((await server.send("PUT", `${ns}/web`, object)).body).toMatchObject({ code: 400, message });
    expect((await server.send("PATCH", `${ns}/web`, { metadata }, patchType)).body.code).toBe(400);
  },
);

it("says to kubectl, which shows nothing else, why a JSON patch does not fit", async () => {
  const patch = [{ op: "test", path: "/spec/severities/high", value: 77 }];
  const { body } = await server.send("PATCH", `${ns}/web`, patch, { "Content-Type": "application/json-patch+json" });
  expect(body.details.causes).toMatchObject([{ field: "patch", message: expect.stringContaining("77") }]);
});

it.each([
  [
    "two controllers",
    { ownerReferences: [owner("a", true), owner("b", true)] },
    "Only one reference can have Controller",
  ],
  ["an owner without name", { ownerReferences: [owner("", false)] }, "metadata.ownerReferences.name"],
  ["a name with a slash", { name: "a/b" }, "may not contain '/'"],
  ["many bytes of annotations", { annotations: { a: "ö".repeat(140_000) } }, "may not be more than 262144 bytes"],
  ["finalizers that contradict", { finalizers: ["orphan", "foregroundDeletion"] }, "cannot be both set"],
  ["a finalizer that is null", { finalizers: [null] }, "name part must be non-empty"],
  ["an owner whose uid is null", { ownerReferences: [{ ...owner("a", true), uid: null }] }, "uid: Invalid value"],
])("refuses an object with %s", async (_what, metadata, message) => {
  const { body } = await server.send("POST", ns, { ...summary("x"), metadata: { name: "x", ...metadata } });
  expect(body).toMatchObject({ code: 422, message: expect.stringContaining(message) });
});

it.each([{ path: "metadata/labels" }, { path: "/a", from: "b" }, { path: "/a~2b" }, { path: "/__proto__/polluted" }])(
  "survives a JSON patch of %j",
  async (pointers) => {
    const patch = [{ op: "from" in pointers ? "move" : "add", value: {}, ...pointers }];
    const { code } = await server.send("PATCH", `${ns}/web`, patch, { "Content-Type": "application/json-patch+json" });
    expect([200, 400, 422]).toContain(code);
    expect({}).not.toHaveProperty("polluted");
  },
);

it("does not take a dry run that is misspelt for a write", async () => {
  const { body } = await server.send("POST", `${ns}?dryRun=`, summary("dry"));
  expect(body).toMatchObject({ code: 422, details: { causes: [{ field: "dryRun" }] } });
  expect((await server.send("GET", `${ns}/dry`)).code).toBe(404);
});

it.each([
  ["a function that all objects share", { op: "add", path: "/metadata/hasOwnProperty/call", value: "x" }],
  ["a function that all texts share", { op: "add", path: "/kind/at/call", value: "x" }],
  ["a text", { op: "add", path: "/kind/x", value: "x" }],
  ["the length of a list", { op: "replace", path: "/metadata/finalizers/length", value: 2 ** 32 }],
  ["a place before a list", { op: "replace", path: "/metadata/finalizers/-1", value: "example.com/b" }],
  ["what is no place of a list", { op: "remove", path: "/metadata/finalizers/length" }],
  ["what only JavaScript has", { op: "copy", from: "/metadata/toString", path: "/metadata/annotations" }],
])("lets no JSON patch write into %s", async (_what, operation) => {
  const metadata = { name: "patched", finalizers: ["example.com/a"] };
  await server.send("POST", ns, { ...summary("patched"), metadata });
  const { body } = await server.send("PATCH", `${ns}/patched?dryRun=All`, [operation], {
    "Content-Type": "application/json-patch+json",
  });
  expect(body).toMatchObject({ code: 422, message: expect.stringContaining("Value required at path: /") });
  expect((await server.send("POST", `${ns}?dryRun=All`, summary("after-it"))).code).toBe(201);
});

it("patches a label that is called as something that every object has", async () => {
  await server.send("POST", ns, summary("names"));
  const patch = (...operations: object[]) =>
    server.send("PATCH", `${ns}/names`, operations, { "Content-Type": "application/json-patch+json" });
  const added = ["constructor", "toString"].map((name) => ({
    op: "add",
    path: `/metadata/labels/${name}`,
    value: "x",
  }));
  const { body } = await patch({ op: "add", path: "/metadata/labels", value: {} }, ...added);
  expect(body.metadata.labels).toEqual({ constructor: "x", toString: "x" });
  const removed = await patch({ op: "remove", path: "/metadata/labels/toString" });
  expect(removed.body.metadata.labels).toEqual({ constructor: "x" });
  expect((await patch({ op: "remove", path: "/metadata/labels/valueOf" })).code).toBe(422);
});

function owner(name: string, controller: boolean): object {
  return { apiVersion: "v1", kind: "ConfigMap", name, uid: `uid-${name}`, controller };
}

it("says which fields are there twice to those who ask, and looks for them for nobody else", async () => {
  const text = JSON.stringify(summary("twice", 1)).replace('"high":1', '"high":1,"high":2');
  const strict = await server.send("POST", `${ns}?fieldValidation=Strict`, text);
  expect(strict.body).toMatchObject({ code: 400, message: expect.stringContaining("spec.severities.high") });
  const warned = await server.send("POST", `${ns}?fieldValidation=Warn&dryRun=All`, text);
  expect(warned.headers.get("warning")).toBe('299 - "duplicate field \\"spec.severities.high\\""');
  const silent = await server.send("POST", `${ns}?dryRun=All`, text);
  expect([silent.code, silent.headers.get("warning"), silent.body.spec.severities.high]).toEqual([201, null, 2]);
});

it.each([
  ["GET", "/apis/nobody.example.com/v1/things", 404, "NotFound", "the server could not find the requested resource"],
  ["GET", `${ns}/web/unknown`, 404, "NotFound", "the server could not find the requested resource"],
  ["POST", `${ns}/web`, 405, "MethodNotAllowed", "the server does not allow this method on the requested resource"],
  ["POST", "/version", 405, "MethodNotAllowed", "the server does not allow this method on the requested resource"],
])("answers %s of %s in the words of kube-apiserver", async (method, path, code, reason, message) => {
  const { body } = await server.send(method, path);
  expect(body).toEqual({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    details: {},
    code,
  });
});

it("lets nobody hold an object that is being deleted, who has not held it before", async () => {
  const held = { name: "held", finalizers: ["example.com/one"] };
  await server.send("POST", ns, { ...summary("held"), metadata: held });
  await server.send("DELETE", `${ns}/held`);
  const more = { metadata: { finalizers: ["example.com/one", "example.com/two"] } };
  const { body } = await server.send("PATCH", `${ns}/held`, more, patchType);
  expect(body).toMatchObject({ code: 422, details: { causes: [{ field: "metadata.finalizers" }] } });
});

it.each([
  ["yes", "an event"],
  ["", "an event"],
  ["False", "a list"],
  ["0", "a list"],
])("takes watch=%s as kube-apiserver does", async (value, answer) => {
  await server.send("POST", ns, summary("watched"));
  const { headers, body } = await server.raw(`${ns}?watch=${value}`);
  expect(headers.get("content-type")).toBe("application/json");
  const reader = body?.getReader();
  const first = Buffer.from((await reader?.read())?.value ?? "").toString();
  expect(first.startsWith('{"type":"ADDED"') ? "an event" : "a list").toBe(answer);
  await reader?.cancel();
});
