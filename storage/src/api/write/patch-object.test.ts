import { beforeAll, expect, it } from "vitest";
import { paths, summary } from "../../testing/scans.ts";
import { sharedServer } from "../../testing/shared-server.ts";

const types = { json: "application/json-patch+json", apply: "application/apply-patch+yaml" };
const at = `${paths.summaries("shop")}/web`;

const server = await sharedServer();
beforeAll(async () => {
  const metadata = { labels: { a: "1" }, finalizers: ["example.com/a"] };
  await server.send("POST", paths.summaries("shop"), summary("web", 3, metadata));
});

const change = (operation: object, query = "") =>
  server.send("PATCH", `${at}?dryRun=All${query}`, [operation], { "Content-Type": types.json });

it.each([
  ["a label that is not there", "/metadata/labels/b", 200],
  ["annotations that are not there", "/metadata/annotations", 200],
  ["a label that is there", "/metadata/labels/a", 422],
  ["what is below nothing", "/metadata/annotations/a", 422],
  ["a place behind a list", "/metadata/finalizers/1", 422],
  ["the end of a list", "/metadata/finalizers/-", 422],
])("lets a JSON patch ask whether there is nothing: %s", async (_what, path, code) => {
  for (const operation of [
    { op: "test", path, value: null },
    { op: "test", path },
  ])
    expect((await change(operation)).code).toBe(code);
});

it("tells of what an operation of a JSON patch says besides, or refuses it", async () => {
  const operation = { op: "add", path: "/metadata/labels/b", value: "1", valeu: "2" };
  const { headers, code } = await change(operation);
  expect([code, headers.get("warning")]).toEqual([200, '299 - "json patch unknown field \\"[0].valeu\\""']);
  expect((await change(operation, "&fieldValidation=Strict")).body).toMatchObject({
    code: 422,
    message: expect.stringContaining('json patch unknown field "[0].valeu"'),
  });
  expect((await change(operation, "&fieldValidation=Ignore")).headers.get("warning")).toBeNull();
});

it.each([
  ["YAML", "metadata: {name: web, labels: {b: '1', b: '2'}}", 'line 3: key "b" already set in map'],
  ["JSON", '{"metadata":{"name":"web","labels":{"b":"1","b":"2"}}}', 'line 1: key "b" already set in map'],
])("tells of fields that an apply in %s has twice, or refuses it, for who asks", async (what, text, said) => {
  const { apiVersion, kind } = summary("web");
  const body =
    what === "YAML"
      ? `apiVersion: ${apiVersion}\nkind: ${kind}\n${text}\n`
      : text.replace("{", `{"apiVersion":"${apiVersion}","kind":"${kind}",`);
  const apply = (validation: string) =>
    server.send("PATCH", `${at}?fieldManager=a&dryRun=All&fieldValidation=${validation}`, body, {
      "Content-Type": types.apply,
    });
  expect((await apply("Strict")).body).toMatchObject({ code: 400, message: expect.stringContaining(said) });
  expect((await apply("Warn")).headers.get("warning")).toBe(`299 - "${said.replaceAll('"', '\\"')}"`);
  expect((await apply("Ignore")).headers.get("warning")).toBeNull();
});

it("says nothing of finalizers of Kubernetes' own", async () => {
  const add = (name: string) => change({ op: "add", path: "/metadata/finalizers/-", value: name });
  expect((await add("kubernetes")).headers.get("warning")).toBeNull();
  expect((await add("other")).headers.get("warning")).toContain("prefer a domain-qualified finalizer name");
});
