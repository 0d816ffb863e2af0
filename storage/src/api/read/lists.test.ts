import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { paths, summary } from "../../testing/scans.ts";
import { sharedServer } from "../../testing/shared-server.ts";

let namespace: string;
/** Summaries of a namespace that no other test uses. */
let ns: string;

const server = await sharedServer((fresh) => {
  namespace = fresh;
  ns = paths.summaries(namespace);
});

type Item = { metadata: { name: string; namespace: string } };

async function make(...names: string[]): Promise<void> {
  await Promise.all(names.map((name) => server.send("POST", ns, summary(name, 1, { labels: { name } }))));
}

function namesOf(list: { items: Item[] }): string[] {
  return list.items.map(({ metadata }) => metadata.name);
}

it("gives an empty list a resourceVersion that a watch can begin at", async () => {
  const { body } = await server.send("GET", ns);
  expect(body).toMatchObject({ kind: "WorkloadConfigurationScanSummaryList", items: [] });
  expect(Number(body.metadata.resourceVersion)).toBeGreaterThan(0);
});

it("pages through one state of the world, whatever changes meanwhile", async () => {
  await make("a", "b", "c", "d", "e");
  const { body: first } = await server.send("GET", `${ns}?limit=2`);
  expect(first.metadata.continue).toMatch(/^[A-Za-z0-9_-]+$/);
  await server.send("DELETE", `${ns}/d`);
  await make("cc");
  const { body: second } = await server.send("GET", `${ns}?limit=2&continue=${first.metadata.continue}`);
  const { body: third } = await server.send("GET", `${ns}?limit=2&continue=${second.metadata.continue}`);
  expect([first, second, third].map(namesOf)).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  expect(new Set([first, second, third].map((page) => page.metadata.resourceVersion)).size).toBe(1);
  expect(third.metadata).not.toHaveProperty("continue");
});

it("shows as much of an object on every page", async () => {
  const configMaps = `/api/v1/namespaces/${namespace}/configmaps`;
  for (const name of ["a", "b"]) await server.send("POST", configMaps, { metadata: { name }, data: { key: name } });
  const { body: first } = await server.send("GET", `${configMaps}?limit=1`);
  const { body: second } = await server.send("GET", `${configMaps}?limit=1&continue=${first.metadata.continue}`);
  expect([first, second].map((page) => page.items[0].data)).toEqual([{ key: "a" }, { key: "b" }]);
});

it("takes 0 for the first page and the word for the whole body beside a token, as the Headlamp plugin sends them", async () => {
  await make("a", "b");
  const query = "resourceVersion=fullSpec&limit=1";
  const { body: first } = await server.send("GET", `${ns}?${query}&continue=0`);
  const { body: second } = await server.send("GET", `${ns}?${query}&continue=${first.metadata.continue}`);
  expect([first, second].map(namesOf)).toEqual([["a"], ["b"]]);
});

it.each([
  ["labelSelector=name=a", ["a"]],
  ["labelSelector=name in (a, b)", ["a", "b"]],
  ["labelSelector=name notin (a),name!=c", ["b"]],
  ["labelSelector=!name", []],
  ["fieldSelector=metadata.name=b", ["b"]],
  ["fieldSelector=metadata.namespace=elsewhere", []],
])("selects by %s", async (query, names) => {
  await make("a", "b", "c");
  expect(namesOf((await server.send("GET", `${ns}?${encodeURI(query)}`)).body)).toEqual(names);
});

it.each([
  ["limit=-1", 3],
  ["limit=-9223372036854775808", 3],
  ["limit=%2B2", 2],
  ["timeoutSeconds=-1", 3],
])("takes %s as kube-apiserver does", async (query, count) => {
  await make("a", "b", "c");
  expect((await server.send("GET", `${ns}?${query}`)).body.items).toHaveLength(count);
});

it.each([
  ["resourceVersionMatch=Some", ["FieldValueForbidden", "FieldValueNotSupported"]],
  ["resourceVersionMatch=Some&resourceVersion=5&continue=x", ["FieldValueForbidden", "FieldValueNotSupported"]],
  ["watch=1&resourceVersionMatch=Exact", ["FieldValueForbidden", "FieldValueNotSupported"]],
  ["watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&continue=x", ["FieldValueForbidden"]],
])("says all that is wrong with %s in the order of kube-apiserver", async (query, reasons) => {
  const { body } = await server.send("GET", `${ns}?${query}`);
  expect([body.code, body.details.causes.map(({ reason }: { reason: string }) => reason)]).toEqual([422, reasons]);
});

it("fills pages of a selection up to the limit", async () => {
  await make("a", "b", "c", "d");
  const url = `${ns}?labelSelector=${encodeURIComponent("name in (b,d)")}&limit=1`;
  const { body: first } = await server.send("GET", url);
  const { body: second } = await server.send("GET", `${url}&continue=${first.metadata.continue}`);
  expect([first, second].map(namesOf)).toEqual([["b"], ["d"]]);
});

it.each([
  ["fieldSelector=spec.x=1", 400, "BadRequest"],
  ["labelSelector=a b", 400, "BadRequest"],
  ["limit=9223372036854775808", 400, "BadRequest"],
  ["limit=-9223372036854775809", 400, "BadRequest"],
  ["limit=1_0", 400, "BadRequest"],
  ["resourceVersion=abc", 400, "BadRequest"],
  ["resourceVersion=18446744073709551616", 400, "BadRequest"],
  ["resourceVersion=18446744073709551615", 504, "Timeout"],
  ["continue=nonsense", 400, "BadRequest"],
  ["continue=500", 410, "Expired"],
  ["continue=e30", 410, "Expired"],
  [
    `continue=${Buffer.from('{"at":9000000000000000,"after":{"namespace":"","name":""}}').toString("base64url")}`,
    410,
    "Expired",
  ],
  ["resourceVersion=1&resourceVersionMatch=Exact", 410, "Expired"],
  ["resourceVersion=1&limit=1", 410, "Expired"],
  ["resourceVersionMatch=Exact", 422, "Invalid"],
  ["resourceVersionMatch=Newest&resourceVersion=1", 422, "Invalid"],
  ["sendInitialEvents=true", 422, "Invalid"],
  ["resourceVersion=9000000000000000&resourceVersionMatch=NotOlderThan", 504, "Timeout"],
])("refuses to list with %s", async (query, code, reason) => {
  const { body } = await server.send("GET", `${ns}?${query}`);
  expect(body).toMatchObject({ code, reason });
});

it("gives another token for one that is too old: for the rest of what there is now", async () => {
  await make("a", "b", "c");
  const token = { at: 1, after: { namespace, name: "a" } };
  const { body } = await server.send(
    "GET",
    `${ns}?continue=${Buffer.from(JSON.stringify(token)).toString("base64url")}`,
  );
  expect(body).toMatchObject({ code: 410, reason: "Expired" });
  await make("d");
  const { body: rest } = await server.send("GET", `${ns}?limit=2&continue=${body.metadata.continue}`);
  const { body: last } = await server.send("GET", `${ns}?limit=2&continue=${rest.metadata.continue}`);
  expect([rest, last].map(namesOf)).toEqual([["b", "c"], ["d"]]);
});

it.each([
  ["resourceVersionMatch=Exact", ["a"]],
  ["resourceVersionMatch=Exact&limit=5", ["a"]],
  ["resourceVersionMatch=Exact&limit=9223372036854775807", ["a"]],
  ["limit=5", ["a"]],
  ["", ["a", "b"]],
  ["resourceVersionMatch=NotOlderThan&limit=5", ["a", "b"]],
])("lists an earlier resourceVersion with %s as Kubernetes API Concepts says", async (query, names) => {
  await make("a");
  const at = server.store.resourceVersion;
  await make("b");
  expect(namesOf((await server.send("GET", `${ns}?resourceVersion=${at}&${query}`)).body)).toEqual(names);
});

it("gets an object in a state that is not older than the resourceVersion", async () => {
  await make("a");
  const get = async (version: number | string) => (await server.send("GET", `${ns}/a?resourceVersion=${version}`)).body;
  const at = server.store.resourceVersion;
  for (const version of ["", 0, 1, at]) expect((await get(version)).metadata.resourceVersion).toBe(String(at));
  expect(await get(at + 1)).toMatchObject({ code: 504, reason: "Timeout" });
  expect(await get("abc")).toMatchObject({ code: 400, message: 'invalid resourceVersion: "abc"' });
});

it("shows a table with the severities as columns", async () => {
  await make("a");
  server.clock.now = new Date("2026-08-22T14:58:05Z");
  const Accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
  const { body } = await server.send("GET", ns, undefined, { Accept });
  expect(
    body.columnDefinitions.map(({ name, priority }: { name: string; priority: number }) => [name, priority]),
  ).toEqual([
    ["Name", 0],
    ["Critical", 0],
    ["High", 0],
    ["Medium", 0],
    ["Low", 0],
    ["Unknown", 1],
    ["Kind", 1],
    ["Age", 0],
  ]);
  expect(body.rows[0].cells).toEqual(["a", 0, 1, 0, 0, 0, "", "3m5s"]);
  expect(body.rows[0].object).toMatchObject({
    kind: "PartialObjectMetadata",
    metadata: { name: "a", namespace },
  });
});

it("gives controllers metadata only, whichever encodings they would like better", async () => {
  await make("a");
  const as = "as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
  const Accept = `application/cbor;${as},application/json;${as}`;
  const { body } = await server.send("GET", ns, undefined, { Accept });
  expect(body).toMatchObject({ kind: "PartialObjectMetadataList", apiVersion: "meta.k8s.io/v1" });
  expect(Object.keys(body.items[0])).toEqual(["kind", "apiVersion", "metadata"]);
});

it.each([
  ["application/vnd.kubernetes.protobuf, */*", 200],
  ["application/yaml", 200],
  ["application/cbor,application/json;q=0.5", 200],
  ["application/cbor", 406],
  ["constructor", 406],
  ["application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", 406],
])("answers a list for Accept: %s with %d", async (Accept, code) => {
  expect((await server.send("GET", ns, undefined, { Accept })).code).toBe(code);
});

it("writes YAML for those who read it", async () => {
  await make("a");
  const { body } = await server.send("GET", `${ns}/a`, undefined, { Accept: "application/yaml" });
  expect(body).toContain("kind: WorkloadConfigurationScanSummary\n");
});

it("compresses long lists for clients that take gzip, and streams them whole to the others", async () => {
  const annotations = { note: "x".repeat(1000) };
  const names = Array.from({ length: 190 }, (_, i) => `n${String(i).padStart(3, "0")}`);
  await Promise.all(names.map((name) => server.send("POST", ns, summary(name, 0, { annotations }))));
  const plain = await server.raw(ns);
  const list = (await plain.json()) as { items: Item[] };
  expect(namesOf(list)).toEqual(names);
  const zipped = await server.raw(ns, { headers: { "Accept-Encoding": "gzip" } });
  expect(zipped.headers.get("content-encoding")).toBe("gzip");
  expect(JSON.parse(gunzipSync(Buffer.from(await zipped.arrayBuffer())).toString())).toEqual(list);
});
