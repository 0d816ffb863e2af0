import { expect, it } from "vitest";
import { sharedServer } from "../../testing/shared-server.ts";

const group = "spdx.softwarecomposition.kubescape.io";
const v2 = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

const server = await sharedServer();

it("lists the resources with their verbs, singular and short names", async () => {
  const { body } = await server.send("GET", `/apis/${group}/v1beta1`);
  expect(body).toMatchObject({ kind: "APIResourceList", groupVersion: `${group}/v1beta1` });
  const sums = body.resources.find(({ name }: { name: string }) => name === "configurationscansummaries");
  expect(sums).toEqual({
    name: "configurationscansummaries",
    singularName: "configurationscansummary",
    namespaced: false,
    kind: "ConfigurationScanSummary",
    verbs: ["get", "list"],
    shortNames: ["kscss"],
    categories: ["kubescape"],
  });
});

it("names groups and versions", async () => {
  const { body } = await server.send("GET", `/apis/${group}`);
  expect(body.preferredVersion).toEqual({ groupVersion: `${group}/v1beta1`, version: "v1beta1" });
  expect((await server.send("GET", "/api")).body.versions).toEqual(["v1"]);
  expect((await server.send("GET", "/apis")).body.groups).toHaveLength(4);
  expect((await server.send("GET", "/apis/none.example.com")).code).toBe(404);
});

it.each(["/api", "/api/v1", "/apis", `/apis/${group}`, `/apis/${group}/v1beta1`])(
  "answers %s with a slash behind it as well",
  async (path) => {
    const { body } = await server.send("GET", path);
    expect((await server.send("GET", `${path}/`)).body).toEqual(body);
    expect((await server.send("GET", `${path}//`)).code).toBe(404);
  },
);

it.each([v2, "application/json;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io,application/json"])(
  "puts everything into one document for Accept: %s",
  async (Accept) => {
    const answer = await server.send("GET", "/apis", undefined, { Accept });
    expect(answer.headers.get("content-type")).toBe(v2);
    const own = answer.body.items.find(({ metadata }: { metadata: { name: string } }) => metadata.name === group);
    const resources = own.versions[0].resources as { resource: string }[];
    expect(resources.find(({ resource }) => resource === "configurationscansummaries")).toMatchObject({
      responseKind: { group, version: "v1beta1", kind: "ConfigurationScanSummary" },
      scope: "Cluster",
    });
    const same = await server.send("GET", "/apis", undefined, {
      Accept,
      "If-None-Match": answer.headers.get("etag") ?? "",
    });
    expect(same.code).toBe(304);
  },
);

it.each(["W/%", '"other", %', "*"])("says that nothing has changed to those who know %s", async (known) => {
  for (const at of ["/apis", "/openapi/v2"]) {
    const { headers } = await server.send("GET", at, undefined, { Accept: v2 });
    const tag = known.replace("%", headers.get("etag") ?? "");
    const again = await server.send("GET", at, undefined, { Accept: v2, "If-None-Match": tag });
    expect([again.code, again.headers.get("etag")]).toEqual([304, headers.get("etag")]);
  }
});

it.each([
  ["/openapi/v2", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"],
  [`/openapi/v3/apis/${group}/v1beta1`, "application/com.github.proto-openapi.spec.v3@v1.0+protobuf"],
])("does not give %s as JSON to those who would read it as %s", async (at, form) => {
  expect((await server.send("GET", at, undefined, { Accept: form })).code).toBe(406);
  expect((await server.send("GET", at, undefined, { Accept: `${form}, application/json;q=0.9` })).code).toBe(200);
});

it("falls back to the plain document for older forms of it", async () => {
  const Accept = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
  expect((await server.send("GET", "/apis", undefined, { Accept })).body.kind).toBe("APIGroupList");
});

it("describes every kind in OpenAPI 3 so that kubectl can explain and validate it", async () => {
  const root = await server.send("GET", "/openapi/v3");
  const { serverRelativeURL } = root.body.paths[`apis/${group}/v1beta1`];
  const { body, headers } = await server.send("GET", serverRelativeURL);
  expect(headers.get("cache-control")).toContain("immutable");
  const gvk = { group, version: "v1beta1", kind: "WorkloadConfigurationScan" };
  const name = "com.github.kubescape.storage.pkg.apis.softwarecomposition.v1beta1.WorkloadConfigurationScan";
  const schema = body.components.schemas[name];
  expect(schema["x-kubernetes-group-version-kind"]).toEqual([gvk]);
  const spec = body.components.schemas[schema.properties.spec.allOf[0].$ref.replace("#/components/schemas/", "")];
  expect(spec.properties.controls.description).toContain("control ID");
  expect(schema.properties.metadata).toEqual({
    $ref: "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
  });
  const { patch } = body.paths[`/apis/${group}/v1beta1/namespaces/{namespace}/workloadconfigurationscans/{name}`];
  expect(patch["x-kubernetes-group-version-kind"]).toEqual(gvk);
  const parameters = patch.parameters.map(({ name }: { name: string }) => name);
  expect(parameters).toEqual(expect.arrayContaining(["fieldValidation", "dryRun", "fieldManager", "force"]));
  expect(Object.keys(patch.requestBody.content)).not.toContain("application/strategic-merge-patch+json");
});

it("refers only to schemas that it has, in both versions", async () => {
  const { body: three } = await server.send("GET", `/openapi/v3/apis/${group}/v1beta1`);
  const { body: two } = await server.send("GET", "/openapi/v2");
  for (const [document, schemas] of [
    [three, three.components.schemas],
    [two, two.definitions],
  ]) {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#[^"]*\/([^"/]+)"/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(10);
    for (const name of references) expect(Object.keys(schemas)).toContain(name);
  }
});

it("sends a client with an old hash to the document of today, and nobody what has not changed", async () => {
  const old = await server.send("GET", `/openapi/v3/apis/${group}/v1beta1?hash=OLD`);
  expect([old.code, old.headers.get("location")]).toEqual([301, expect.stringMatching(/\?hash=[0-9A-F]{64}$/)]);
  const { headers } = await server.send("GET", "/openapi/v2");
  const again = await server.send("GET", "/openapi/v2", undefined, { "If-None-Match": headers.get("etag") ?? "" });
  expect(again.code).toBe(304);
});
