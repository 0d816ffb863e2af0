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
