import { expect, it } from "vitest";
import { scannedControl, scansBatch } from "../testing/batches.ts";
import { paths, scan } from "../testing/scans.ts";
import { sharedServer } from "../testing/shared-server.ts";
import { type Answer, openTestServer } from "../testing/test-server.ts";
import { readWatch } from "../testing/watch-reader.ts";

const root = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1";
const batches = `${root}/workloadconfigurationscanbatches`;

const server = await sharedServer();

const failing = scannedControl("C-0041", "failed");
const passing = scannedControl("C-0041", "passed");
const other = scannedControl("C-0057", "failed", "Critical");

it("stores each scan and the summary that follows from it, as single writes do", async () => {
  const related = { namespace: "", apiGroup: "rbac", apiVersion: "v1", kind: "Role", name: "r" };
  const metadata = { labels: { team: "red" }, annotations: { "sortie.dev/results-hash": "h" } };
  const entry = { name: "alike", namespace: "shop", ...metadata, verdicts: [0, 1], relatedObjects: [related] };
  const answer = await send(scansBatch([failing, other], [entry]));
  expect(answer.code).toBe(201);
  expect(answer.body).toEqual({
    kind: "WorkloadConfigurationScanBatch",
    apiVersion: "spdx.softwarecomposition.kubescape.io/v1beta1",
    metadata: {},
    status: { results: [{ outcome: "Created" }] },
  });

  const spec = { controls: { "C-0041": failing, "C-0057": other }, relatedObjects: [related] };
  const single = { ...scan("single"), metadata: { name: "single", ...metadata }, spec };
  await server.send("POST", paths.scans("shop"), single);
  expect(likeness(await read("scans", "alike"))).toEqual(likeness(await read("scans", "single")));
  const brief = ({ controlID, severity, status }: typeof failing) => ({ controlID, severity, status });
  expect(await read("summaries", "alike")).toMatchObject({
    kind: "WorkloadConfigurationScanSummary",
    metadata: { ...metadata, generation: 1 },
    spec: {
      severities: { critical: 1, high: 1, medium: 0, low: 0, unknown: 0 },
      controls: { "C-0041": brief(failing), "C-0057": brief(other) },
    },
  });
});

it("counts failures of a severity that there is not as unknown", async () => {
  await send(scansBatch([scannedControl("C-1", "failed", "Dreadful")], [{ name: "odd", verdicts: [0] }]));
  expect((await read("summaries", "odd")).spec.severities).toMatchObject({ unknown: 1, critical: 0 });
});

it("lays a scan over what is stored, and keeps what others noted on it", async () => {
  await send(scansBatch([failing], [{ name: "kept", labels: { a: "1" }, verdicts: [0] }]));
  const before = await read("scans", "kept");
  const note = { metadata: { labels: { "example.com/mine": "yes" }, finalizers: ["example.com/hold"] } };
  const merge = { "Content-Type": "application/merge-patch+json", "User-Agent": "other/1" };
  await server.send("PATCH", `${paths.scans("shop")}/kept`, note, merge);
  expect(outcomes(await send(scansBatch([passing], [{ name: "kept", labels: { a: "2" }, verdicts: [0] }])))).toEqual([
    "Updated",
  ]);
  const after = await read("scans", "kept");
  expect(after.metadata).toMatchObject({
    uid: before.metadata.uid,
    generation: 2,
    labels: { a: "2", "example.com/mine": "yes" },
    finalizers: ["example.com/hold"],
  });
  expect(after.metadata.managedFields.map(({ manager }: { manager: string }) => manager).toSorted()).toEqual([
    "other",
    "tester",
  ]);
  expect((await read("summaries", "kept")).spec.severities.high).toBe(0);
  await server.send("PATCH", `${paths.scans("shop")}/kept`, { metadata: { finalizers: null } }, merge);
});

it("gives both the owner that the scan names, in place of the one before, and keeps it where a scan names none", async () => {
  const made = (uid: string) => ({ apiVersion: "v1", kind: "ConfigMap", name: "settings", uid });
  const owners = async () => {
    const both = await Promise.all([read("scans", "owned"), read("summaries", "owned")]);
    return both.map(({ metadata }) => metadata.ownerReferences);
  };
  const sent = (uid?: string) =>
    send(
      scansBatch(
        [failing],
        [{ name: "owned", verdicts: [0], ...(uid !== undefined && { ownerReferences: [made(uid)] }) }],
      ),
    );
  expect(outcomes(await sent("u-1"))).toEqual(["Created"]);
  expect(await owners()).toEqual([[made("u-1")], [made("u-1")]]);
  expect(outcomes(await sent("u-2"))).toEqual(["Updated"]);
  expect(await owners()).toEqual([[made("u-2")], [made("u-2")]]);
  expect(outcomes(await sent())).toEqual(["Unchanged"]);
  expect(await owners()).toEqual([[made("u-2")], [made("u-2")]]);
  const [refused] = (await sent("")).body.status.results;
  expect(refused).toMatchObject({
    outcome: "Refused",
    status: { code: 422, message: expect.stringContaining("metadata.ownerReferences.uid") },
  });
});

it("changes nothing when it is sent again, and makes again what is gone of it", async () => {
  const batch = scansBatch([failing], [{ name: "again", verdicts: [0] }]);
  await send(batch);
  const [scanBefore, summaryBefore] = [await read("scans", "again"), await read("summaries", "again")];
  expect(outcomes(await send(batch))).toEqual(["Unchanged"]);
  expect(await read("scans", "again")).toEqual(scanBefore);
  await server.send("DELETE", `${paths.summaries("shop")}/again`);
  expect(outcomes(await send(batch))).toEqual(["Updated"]);
  expect(await read("scans", "again")).toEqual(scanBefore);
  expect((await read("summaries", "again")).metadata.uid).not.toBe(summaryBefore.metadata.uid);
});

it("tells watchers of each object once, and gives every one a resourceVersion of its own", async () => {
  const scans = Array.from({ length: 20 }, (_, n) => ({ name: `seen-${n}`, namespace: "lab", verdicts: [0] }));
  const watch = readWatch(await server.raw(`${paths.summaries("lab")}?watch=1&resourceVersion=fullSpec`));
  await send(scansBatch([failing], scans));
  const events = [];
  for (const _ of scans) events.push(await watch.next());
  expect(events.map((event) => event?.object.metadata.name)).toEqual(scans.map(({ name }) => name));
  const versions = events.map((event) => Number(event?.object.metadata.resourceVersion));
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  await watch.cancel();
});

it("refuses what is wrong with one scan and stores the others", async () => {
  const bad = { ...failing, severity: { severity: 5 } };
  const answer = await send(
    scansBatch(
      [failing, bad, { ...passing, controlID: "__proto__" }, passing],
      [
        { name: "fine", verdicts: [0] },
        { name: "bad-verdict", verdicts: [1] },
        { name: "bad-key", verdicts: [2] },
        { name: "no-such-verdict", verdicts: [9] },
        { name: "same-control-twice", verdicts: [0, 3] },
        { name: "bad/name", verdicts: [0] },
        { name: "", verdicts: [0] },
        { name: "nowhere", namespace: "", verdicts: [0] },
        { name: "bad-label", labels: { "not a key": "" }, verdicts: [0] },
        { name: "bad-type", labels: { team: 5 }, verdicts: [0] },
        { name: "elsewhere", namespace: "..", verdicts: [0] },
        { name: "fine-too", verdicts: [] },
      ],
    ),
  );
  expect(answer.code).toBe(201);
  const refused = answer.body.status.results.map((result: { outcome: string; status?: { message: string } }) =>
    result.outcome === "Refused" ? result.status?.message.replace(/^.* is invalid: /, "") : result.outcome,
  );
  expect(refused).toEqual([
    "Created",
    expect.stringContaining("spec.verdicts[1].severity.severity: Invalid value"),
    'spec.verdicts[2].controlID: Invalid value: "__proto__": is no control',
    "spec.scans[3].verdicts[0]: Invalid value: 9: the batch has no such verdict",
    "spec.scans[4].verdicts[1]: Invalid value: C-0041: is there twice",
    `metadata.name: Invalid value: "bad/name": may not contain '/'`,
    "metadata.name: Required value: name or generateName is required",
    "spec.scans[7].metadata.namespace: Required value",
    expect.stringContaining("metadata.labels: Invalid value"),
    expect.stringContaining("spec.scans[9].metadata.labels.team: Invalid value"),
    'spec.scans[10].metadata.namespace: Invalid value: "..": is no name of a namespace',
    "Created",
  ]);
  expect((await read("scans", "fine-too")).spec).toEqual({ controls: {}, relatedObjects: null });
});

it("makes nothing in a namespace that is missing or ends, but writes what is there already", async () => {
  const states: Record<string, "active" | "terminating" | "missing"> = {};
  await using cluster = await openTestServer({ namespaceState: async (name) => states[name] ?? "active" });
  const in3 = (verdict: unknown) =>
    scansBatch(
      [verdict],
      [
        { name: "a", namespace: "gone", verdicts: [0] },
        { name: "a", namespace: "ending", verdicts: [0] },
        { name: "a", namespace: "shop", verdicts: [0] },
      ],
    );
  await cluster.send("POST", batches, scansBatch([failing], [{ name: "a", namespace: "ending", verdicts: [0] }]));
  Object.assign(states, { gone: "missing", ending: "terminating" });
  const { body } = await cluster.send("POST", batches, in3(passing));
  expect(body.status.results).toMatchObject([
    { outcome: "Refused", status: { code: 404, details: { kind: "namespaces" } } },
    { outcome: "Updated" },
    { outcome: "Created" },
  ]);
  const another = scansBatch([passing], [{ name: "b", namespace: "ending", verdicts: [0] }]);
  expect((await cluster.send("POST", batches, another)).body.status.results).toMatchObject([
    { outcome: "Refused", status: { code: 403, details: { causes: [{ reason: "NamespaceTerminating" }] } } },
  ]);
});

it("keeps the last of two scans of one name", async () => {
  const twice = scansBatch(
    [failing, passing],
    [
      { name: "twice", verdicts: [0] },
      { name: "twice", verdicts: [1] },
    ],
  );
  expect(outcomes(await send(twice))).toEqual(["Created", "Updated"]);
  expect((await read("summaries", "twice")).spec.severities.high).toBe(0);
});

it("stores nothing of a dry run, and says what it would do", async () => {
  const batch = scansBatch([failing], [{ name: "dry", verdicts: [0] }]);
  expect(outcomes(await send(batch, "?dryRun=All"))).toEqual(["Created"]);
  expect((await server.send("GET", `${paths.scans("shop")}/dry`)).code).toBe(404);
});

it("warns of fields that it does not know, or refuses them where that is asked for", async () => {
  const batch = scansBatch([{ ...failing, mood: 1 }], [{ name: "odd-fields", verdicts: [0], mood: 1 }]);
  const warned = await send(batch);
  expect(warned.code).toBe(201);
  for (const path of ["spec.verdicts[0].mood", "spec.scans[0].mood"]) {
    expect(warned.headers.get("warning")).toContain(path);
  }
  const strict = await send(batch, "?fieldValidation=Strict");
  expect([strict.code, strict.body.message]).toEqual([400, expect.stringContaining("spec.scans[0].mood")]);
});

it.each<[what: string, body: object, code: number]>([
  ["another kind", { kind: "WorkloadConfigurationScan" }, 400],
  ["a list that is none", { spec: { scans: {} } }, 422],
  ["no object as spec", { spec: [] }, 422],
  [
    "too many scans",
    scansBatch(
      [],
      Array.from({ length: 501 }, () => ({ name: "a", verdicts: [] })),
    ),
    413,
  ],
])("refuses a whole batch for %s", async (_what, body, code) => {
  expect((await send(body)).code).toBe(code);
});

it("answers an empty batch with no results", async () => {
  expect((await send({})).body.status).toEqual({ results: [] });
});

it("takes a scan as large as one may be, and no more than a batch may come to", async () => {
  const large = (megabytes: number) => ({ ...failing, name: "x".repeat(megabytes * 1024 * 1024) });
  const one = await send(scansBatch([large(3)], [{ name: "large", verdicts: [0] }]));
  expect(outcomes(one)).toEqual(["Created"]);
  const six = Array.from({ length: 6 }, (_, n) => ({ name: `large-${n}`, verdicts: [0] }));
  expect((await send(scansBatch([large(3)], six))).code).toBe(413);
});

it("is there for create alone, in no category, and described for kubectl explain", async () => {
  for (const method of ["GET", "DELETE", "PATCH"]) {
    expect((await server.send(method, batches)).code).toBe(405);
  }
  const { body } = await server.send("GET", root);
  const served = body.resources.find(({ name }: { name: string }) => name === "workloadconfigurationscanbatches");
  expect(served).toEqual({
    name: "workloadconfigurationscanbatches",
    singularName: "workloadconfigurationscanbatch",
    namespaced: false,
    kind: "WorkloadConfigurationScanBatch",
    verbs: ["create"],
  });
  const { body: openapi } = await server.send("GET", `/openapi/v3${root}`);
  expect(Object.keys(openapi.paths[batches])).toEqual(["parameters", "post"]);
  const names = Object.keys(openapi.components.schemas);
  expect(names).toContain("com.github.kubescape.storage.pkg.apis.softwarecomposition.v1beta1.BatchedResult");
});

function send(body: object, query = ""): Promise<Answer> {
  return server.send("POST", batches + query, body);
}

async function read(kind: "scans" | "summaries", name: string) {
  return (await server.send("GET", `${paths[kind]("shop")}/${name}`)).body;
}

function outcomes({ body }: Answer): string[] {
  return body.status.results.map(({ outcome }: { outcome: string }) => outcome);
}

/** An object without what is its own. */
function likeness(object: Answer["body"]) {
  const { name: _name, uid: _uid, resourceVersion: _version, ...metadata } = object.metadata;
  return { ...object, metadata };
}
