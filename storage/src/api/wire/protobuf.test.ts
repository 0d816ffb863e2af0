import { expect, it } from "vitest";
import { workloadConfigurationScan, workloadConfigurationScanSummary } from "../../kinds/posture.ts";
import { resultKinds } from "../../kinds/result-kinds.ts";
import { decodeMessage } from "../../protobuf/decode.ts";
import { encodeObject, envelopeHead, openEnvelope, protobufType } from "../../protobuf/envelope.ts";
import { type Message, message as messageOf, text } from "../../schema/message.ts";
import { deleteOptions, partialObjectMetadata, partialObjectMetadataList, status } from "../../schema/meta.ts";
import { listOf, rootOf } from "../../schema/root.ts";
import { scannedControl } from "../../testing/batches.ts";
import { paths, scan, summary } from "../../testing/scans.ts";
import { sharedServer } from "../../testing/shared-server.ts";

const message = workloadConfigurationScanSummary.message as Message;
const watchEvent = messageOf("WatchEvent", "", { type: [1, text, ""] });
const headers = { Accept: protobufType, "Content-Type": protobufType };

const server = await sharedServer();

type Sent = {
  code: number;
  type: string | null;
  apiVersion: string;
  kind: string;
  read: (as: Message) => ReturnType<typeof decodeMessage>;
};

async function send(method: string, path: string, body?: Uint8Array<ArrayBuffer>, more: object = {}): Promise<Sent> {
  const response = await server.raw(path, { method, headers: { ...headers, ...more }, ...(body && { body }) });
  const { apiVersion, kind, raw } = openEnvelope(new Uint8Array(await response.arrayBuffer()));
  const type = response.headers.get("content-type");
  return { code: response.status, type, apiVersion, kind, read: (as) => decodeMessage(as, raw) };
}

const encoded = (name: string, high: number, metadata = {}) =>
  encodeObject(rootOf(message), summary(name, high, metadata));

it("speaks protobuf with those who ask for it, in every verb", async () => {
  const at = paths.summaries("proto");
  const created = await send("POST", at, encoded("web", 4));
  expect([created.code, created.type, created.kind]).toEqual([201, protobufType, "WorkloadConfigurationScanSummary"]);
  const object = created.read(rootOf(message)) as never as ReturnType<typeof summary> & {
    metadata: { resourceVersion: string };
  };
  expect(object.spec.severities.high).toBe(4);
  const got = await send("GET", `${at}/web`);
  expect(got.read(rootOf(message))).toEqual(object);
  const list = await send("GET", at);
  expect([list.kind, list.read(listOf(message)).items]).toEqual(["WorkloadConfigurationScanSummaryList", [object]]);
  const { resourceVersion } = object.metadata;
  const put = await send("PUT", `${at}/web`, encoded("web", 5, { resourceVersion }));
  expect(put.code).toBe(200);
  const patch = await server.raw(`${at}/web`, {
    method: "PATCH",
    body: '{"metadata":{"labels":{"a":"b"}}}',
    headers: { Accept: protobufType, "Content-Type": "application/merge-patch+json" },
  });
  expect(patch.headers.get("content-type")).toBe(protobufType);
  const options = { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid: "another" } };
  const refused = await send("DELETE", `${at}/web`, encodeObject(deleteOptions, options));
  expect([refused.code, refused.kind, refused.read(status).reason]).toEqual([409, "Status", "Conflict"]);
  const deleted = await send("DELETE", `${at}/web`);
  expect(deleted.read(status)).toMatchObject({ status: "Success", details: { name: "web" } });
  const gone = await send("GET", `${at}/web`);
  expect([gone.code, gone.type, gone.read(status).reason]).toEqual([404, protobufType, "NotFound"]);
});

it("does not take what protobuf cannot say for a change", async () => {
  const at = paths.summaries("same");
  const { body: made } = await server.send("POST", at, {
    ...summary("web", 1),
    spec: { ...summary("web", 1).spec, controls: {} },
  });
  const read = (await send("GET", `${at}/web`)).read(rootOf(message));
  const back = encodeObject(rootOf(message), { ...read, apiVersion: made.apiVersion, kind: made.kind });
  await send("PUT", `${at}/web`, back);
  const { body } = await server.send("GET", `${at}/web`);
  expect(body).toEqual(made);
});

it("keeps what protobuf cannot say where something else has changed", async () => {
  const at = paths.summaries("other");
  const { spec } = summary("web", 1);
  const { body: made } = await server.send("POST", at, { ...summary("web", 1), spec: { ...spec, controls: {} } });
  const read = (await send("GET", `${at}/web`)).read(rootOf(message));
  const changed = { ...read, spec: { ...(read.spec as object), severities: { ...spec.severities, high: 2 } } };
  const back = encodeObject(rootOf(message), { ...changed, apiVersion: made.apiVersion, kind: made.kind });
  expect((await send("PUT", `${at}/web`, back)).code).toBe(200);
  const { body } = await server.send("GET", `${at}/web`);
  expect(body.spec).toEqual({ ...made.spec, severities: { ...spec.severities, high: 2 } });
});

it("keeps what protobuf cannot say of what is in a map that its only owner replaces", async () => {
  const at = paths.scans("replaced");
  const table = rootOf(workloadConfigurationScan.message as Message);
  const spec = { controls: { "C-1": scannedControl("C-1", "failed") }, relatedObjects: null };
  const { body: made } = await server.send("POST", at, { ...scan("web"), spec });
  made.spec.controls["C-1"].name = "Another, longer name";
  const [{ manager }] = made.metadata.managedFields;
  const written = await send("PUT", `${at}/web?fieldManager=${manager}`, encodeObject(table, made));
  expect(written.code).toBe(200);
  const { body } = await server.send("GET", `${at}/web`);
  expect([body.spec, body.metadata.generation]).toEqual([made.spec, 2]);
});

it("reads what a newer client writes without what nobody knows, field by field", async () => {
  const at = paths.summaries("newer");
  const { apiVersion, kind, raw } = openEnvelope(encoded("web", 3));
  const bytes = Buffer.concat([raw, Buffer.from([0x78, 5])]);
  const sent = Buffer.concat([envelopeHead({ apiVersion, kind }, bytes.length), bytes]);
  expect((await send("POST", at, sent)).code).toBe(201);
  const { body } = await server.send("GET", `${at}/web`);
  expect(body.spec).toEqual({ ...summary("web", 3).spec, controls: null });
});

it("shows only metadata to controllers that want no more, of every kind", async () => {
  await send("POST", paths.summaries("meta"), encoded("web", 1));
  const as = (kind: string) => ({ Accept: `${protobufType};as=${kind};g=meta.k8s.io;v=v1,application/json` });
  const list = await send("GET", paths.summaries("meta"), undefined, as("PartialObjectMetadataList"));
  expect(list.read(partialObjectMetadataList)).toMatchObject({
    items: [{ metadata: { name: "web", namespace: "meta" } }],
  });
  const one = await send("GET", `${paths.summaries("meta")}/web`, undefined, as("PartialObjectMetadata"));
  expect([one.kind, one.read(partialObjectMetadata)]).toMatchObject([
    "PartialObjectMetadata",
    { metadata: { name: "web" } },
  ]);
  for (const { plural } of resultKinds.filter(({ verbs }) => verbs.includes("list"))) {
    const { kind } = await send(
      "GET",
      `/apis/spdx.softwarecomposition.kubescape.io/v1beta1/${plural}`,
      undefined,
      as("PartialObjectMetadataList"),
    );
    expect(kind).toBe("PartialObjectMetadataList");
  }
});

it("frames the events of a watch by their length", async () => {
  const at = paths.summaries("watched");
  const response = await server.raw(`${at}?watch=1&timeoutSeconds=1&allowWatchBookmarks=true`, { headers });
  expect(response.headers.get("content-type")).toBe(`${protobufType};stream=watch`);
  await send("POST", at, encoded("web", 2));
  const bytes = Buffer.from(await response.arrayBuffer());
  const seen: unknown[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = start + 4 + bytes.readUInt32BE(start);
    const event = bytes.subarray(start + 4, end);
    const { type } = decodeMessage(watchEvent, event);
    const { kind, raw } = openEnvelope(event.subarray(event.indexOf("k8s\0")));
    seen.push([type, kind, (decodeMessage(rootOf(message), raw).metadata as { name?: string }).name]);
    start = end;
  }
  expect(seen).toEqual([
    ["ADDED", "WorkloadConfigurationScanSummary", "web"],
    ["BOOKMARK", "WorkloadConfigurationScanSummary", undefined],
  ]);
});

it.each([
  ["no envelope", Buffer.from("{}")],
  ["an envelope that is cut off", encoded("web", 1).subarray(0, 30)],
  ["an object that is cut off", encoded("web", 1).subarray(0, -5)],
  ["another kind", encodeObject(status, { apiVersion: "v1", kind: "Status", message: "x" })],
])("answers %s with 400 and a status", async (_what, body) => {
  const { code, read } = await send("POST", paths.summaries("bad"), Buffer.from(body));
  expect([code, read(status).reason]).toEqual([400, "BadRequest"]);
});

it("names the field whose bytes cannot be read", async () => {
  const { code, read } = await send("POST", paths.summaries("bad"), encoded("web", 2 ** 60));
  expect([code, read(status).message]).toEqual([
    400,
    expect.stringMatching(/: spec\.severities\.high: 1152921504606846976 is not/),
  ]);
});

it("refuses what the table says is wrong, in protobuf too", async () => {
  const { code, read } = await send("POST", paths.summaries("bad"), encoded("web", -1));
  expect([code, read(status).details]).toMatchObject([422, { causes: [{ field: "spec.severities.high" }] }]);
});

it("falls back for tables and for kinds that it does not know the fields of", async () => {
  const table = `${protobufType};as=Table;g=meta.k8s.io;v=v1`;
  expect((await server.raw(paths.summaries(), { headers: { Accept: table } })).status).toBe(406);
  expect((await server.raw(paths.summaries(), { headers: { Accept: `${table},application/json` } })).status).toBe(200);
  const pods = await server.raw("/api/v1/pods", { headers: { Accept: `${protobufType},application/json` } });
  expect(pods.headers.get("content-type")).toBe("application/json");
});
