import { afterAll, beforeEach, expect, it } from "vitest";
import { paths, summary } from "../../testing/scans.ts";
import { type Answer, openTestServer } from "../../testing/test-server.ts";
import { patchTypes } from "../wire/patch-types.ts";

const server = await openTestServer();
afterAll(() => server[Symbol.asyncDispose]());

const all = paths.summaries("shop");
const one = `${all}/a`;
const owner = { apiVersion: "v1", kind: "ConfigMap", name: "o", uid: "u" };
const other = { ...owner, uid: "v" };

function patch(type: keyof typeof patchTypes, body: unknown, query = ""): Promise<Answer> {
  return server.send("PATCH", `${one}?dryRun=All${query}`, body, { "Content-Type": patchTypes[type] });
}
const apply = (metadata: object | undefined, query = "") =>
  patch("apply", { ...summary("a"), spec: undefined, metadata }, `&fieldManager=me${query}`);

beforeEach(async () => {
  await server.send("DELETE", all);
  expect((await server.send("POST", all, summary("a"))).code).toBe(201);
});

it.each([
  ["a field", { constructor: "x" }, 'unknown field "metadata.constructor"'],
  ["several", { valueOf: {}, toString: 1 }, 'unknown field "metadata.toString", unknown field "metadata.valueOf"'],
])("names %s of metadata that all objects of JavaScript have", async (_what, more, why) => {
  const { code, body } = await server.send("POST", `${all}?fieldValidation=Strict`, summary("b", 0, more));
  expect({ code, message: body.message }).toMatchObject({
    code: 400,
    message: expect.stringContaining(`strict decoding error: ${why}`),
  });
});

it.each<[string, keyof typeof patchTypes, unknown]>([
  ["a merge patch with null", "merge", { metadata: { resourceVersion: null } }],
  ["a merge patch with nothing", "merge", { metadata: { resourceVersion: "" } }],
  ["a merge patch with 0", "merge", { metadata: { resourceVersion: "0" } }],
  ["a JSON patch that removes it", "json", [{ op: "remove", path: "/metadata/resourceVersion" }]],
  ["a JSON patch with nothing", "json", [{ op: "replace", path: "/metadata/resourceVersion", value: "" }]],
])("refuses to forget which state was read: %s", async (_what, type, body) => {
  expect(await patch(type, body)).toMatchObject({
    code: 422,
    body: { details: { causes: [{ field: "metadata.resourceVersion" }] } },
  });
});

it.each([null, "", "0"])("refuses an apply to a state that is none: %j", async (resourceVersion) => {
  expect(await apply({ name: "a", resourceVersion })).toMatchObject({
    code: 422,
    body: { details: { causes: [{ field: "metadata.resourceVersion" }] } },
  });
});

it("joins owners that are there twice in the same words, and says so", async () => {
  const ownerReferences = [owner, other, owner, { ...owner, controller: true }, owner];
  const kept = [owner, other, { ...owner, controller: true }];
  const made = await server.send("POST", all, summary("b", 0, { ownerReferences }));
  const { resourceVersion } = made.body.metadata;
  const updated = await server.send("PUT", `${all}/b`, summary("b", 1, { ownerReferences, resourceVersion }));
  for (const { body, headers } of [made, updated]) {
    expect(body.metadata.ownerReferences).toEqual(kept);
    expect(headers.get("warning")).toContain("contains duplicate entries; API server dedups");
    expect(headers.get("warning")).toContain("duplicate UID(s) observed: u, u");
  }
  const patched = await patch("merge", { metadata: { ownerReferences } });
  expect(patched.body.metadata.ownerReferences).toEqual(kept);
  expect(patched.headers.get("warning")).toContain("duplicate entries after mutating admission happens");
});

it.each([
  ["an owner", { ownerReferences: [owner, owner] }, '.metadata.ownerReferences: duplicate entries for key [uid="u"]'],
  ["a finalizer", { finalizers: ["a/b", "a/b"] }, '.metadata.finalizers: duplicate entries for key [="a/b"]'],
])("refuses to apply %s twice", async (_what, metadata, why) => {
  const { code, body } = await apply({ name: "a", ...metadata });
  expect({ code, message: body.message }).toMatchObject({ code: 400, message: expect.stringContaining(why) });
});

it.each([[[]], [[{ manager: "x" }]]])("refuses to apply managed fields: %j", async (managedFields) => {
  const { code, body } = await apply({ name: "a", managedFields });
  expect({ code, message: body.message }).toEqual({ code: 400, message: "metadata.managedFields must be nil" });
});

it("applies to the object that the URL names where nothing else names one", async () => {
  expect(await apply({ labels: { l: "1" } })).toMatchObject({
    code: 200,
    body: { metadata: { name: "a", labels: { l: "1" } } },
  });
  expect((await apply(undefined)).code).toBe(200);
  expect((await apply({ name: "" })).code).toBe(400);
  expect((await apply({ name: "other" })).code).toBe(400);
  await server.send("DELETE", one);
  expect((await apply({})).code).toBe(400);
});

it("lets the start of a name be another, and nobody's", async () => {
  const started = async (generateName: string | null) => {
    const { body } = await server.send(
      "PATCH",
      one,
      { metadata: { generateName } },
      { "Content-Type": patchTypes.merge },
    );
    return body.metadata.generateName;
  };
  expect([await started("b-"), await started("c-"), await started(null)]).toEqual(["b-", "c-", undefined]);
  const { body } = await server.send("PUT", one, summary("a", 1, { generateName: "d-", ...(await version()) }));
  expect(body.metadata).toMatchObject({ name: "a", generateName: "d-" });
});

async function version(): Promise<{ resourceVersion: string }> {
  const { body } = await server.send("GET", one);
  return { resourceVersion: body.metadata.resourceVersion };
}

it("refuses a time to wait of nothing for what is not being deleted", async () => {
  const { code, body } = await patch("merge", { metadata: { deletionGracePeriodSeconds: 0 } });
  expect([code, body.message]).toEqual([422, expect.stringContaining("deletionGracePeriodSeconds: Invalid value: 0")]);
});

it("takes no managers of fields that are none", async () => {
  const { body } = await server.send("GET", one);
  const [entry] = body.metadata.managedFields;
  const managedFields = [{ ...entry, manager: "x", fieldsV1: { spec: {} } }];
  const { body: written } = await patch("merge", { metadata: { managedFields } });
  expect(written.metadata.managedFields).toEqual([entry]);
});

it.each([
  ["in UTF-8", Buffer.from("hä😀/1").toString("latin1"), "hä😀"],
  ["with what cannot be printed", "a\tb/1", "ab"],
  ["without a name", "/1", "unknown"],
])("names a manager after a client %s", async (_what, agent, manager) => {
  const { body } = await server.send("POST", `${all}?dryRun=All`, summary("b"), { "User-Agent": agent });
  expect(body.metadata.managedFields).toMatchObject([{ manager }]);
});

it("reads a body of an empty type as JSON", async () => {
  expect((await server.send("POST", `${all}?dryRun=All`, summary("b"), { "Content-Type": "" })).code).toBe(201);
});

it.each([["labels"], ["annotations"]])("changes nothing for who takes %s away that are not there", async (field) => {
  const { resourceVersion } = await version();
  const taken = { metadata: { [field]: { none: null } } };
  const { body } = await server.send("PATCH", one, taken, { "Content-Type": patchTypes.merge });
  expect(body.metadata.resourceVersion).toBe(resourceVersion);
});
