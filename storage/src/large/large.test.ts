import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { vulnerabilityManifestType } from "../kinds/types/vulnerability.ts";
import { decodeMessage } from "../protobuf/decode.ts";
import { encodeObject, openEnvelope, protobufType } from "../protobuf/envelope.ts";
import { rootOf } from "../schema/root.ts";
import { sharedServer } from "../testing/shared-server.ts";
import { readWatch } from "../testing/watch-reader.ts";

const apiVersion = "spdx.softwarecomposition.kubescape.io/v1beta1";
const ns = `/apis/${apiVersion}/namespaces/kubescape/vulnerabilitymanifests`;
const matches = 2200;
const merge = { "Content-Type": "application/merge-patch+json" };

const server = await sharedServer();

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

/** More than 1 MB, of which little repeats itself. */
function manifest(name: string, metadata: object = {}) {
  const match = (index: number) => ({
    vulnerability: {
      id: `CVE-2025-${index}`,
      description: hash(`${name}${index}`).repeat(4),
      urls: [hash(`${index}`)],
    },
    artifact: { name: `lib${index}`, version: hash(`${index}${name}`), type: "deb" },
  });
  return {
    apiVersion,
    kind: "VulnerabilityManifest",
    metadata: { name, ...metadata },
    spec: { payload: { matches: Array.from({ length: matches }, (_, index) => match(index)) } },
  };
}

/** A request with the length that an HTTP client announces. */
async function send(method: string, path: string, body?: object | string, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return server.send(method, path, text, {
    ...(text && { "Content-Length": String(Buffer.byteLength(text)) }),
    ...headers,
  });
}

it("makes, reads, changes and deletes a large object, and tells watchers, as any other", async () => {
  const start = server.store.resourceVersion;
  const made = await send("POST", ns, manifest("a"));
  expect(made.code).toBe(201);
  // The clock of the thread is the machine's: this server's own stands still.
  expect(Date.parse(made.body.metadata.creationTimestamp)).not.toBe(server.clock.now.getTime());
  expect(made.body.spec.payload.matches).toHaveLength(matches);
  expect((await server.send("GET", `${ns}/a`)).body).toEqual(made.body);

  const changed = await send("PUT", `${ns}/a`, {
    ...made.body,
    metadata: { ...made.body.metadata, labels: { a: "b" } },
  });
  expect([changed.code, changed.body.metadata.labels, changed.body.metadata.uid]).toEqual([
    200,
    { a: "b" },
    made.body.metadata.uid,
  ]);
  const patched = await server.send("PATCH", `${ns}/a`, { metadata: { labels: { a: null, c: "d" } } }, merge);
  expect([patched.code, patched.body.metadata.labels]).toEqual([200, { c: "d" }]);
  expect((await server.send("GET", `${ns}/a`)).body).toEqual(patched.body);
  expect((await server.send("DELETE", `${ns}/a`)).code).toBe(200);

  const query = `watch=1&resourceVersion=${start}&labelSelector=a=b`;
  const reader = readWatch(await server.raw(`${ns}?${query}`));
  const events = [await reader.next(), await reader.next()];
  await reader.cancel();
  expect(events.map((event) => event?.type)).toEqual(["ADDED", "DELETED"]);
}, 120_000);

it("answers what is wrong with a large request as with any other", async () => {
  const text = JSON.stringify(manifest("b"));
  expect((await send("POST", ns, text.slice(0, -1))).body).toMatchObject({ code: 400, kind: "Status" });
  expect((await send("POST", ns, text.replace('"matches":[', '"matches":[5,'))).code).toBe(422);
  expect((await send("PUT", `${ns}/b`, manifest("b", { resourceVersion: "5" }))).code).toBe(404);
  expect((await send("POST", ns, text)).code).toBe(201);
  expect((await send("POST", ns, text)).body).toMatchObject({ code: 409, reason: "AlreadyExists" });
  expect((await send("PUT", `${ns}/b`, manifest("b", { resourceVersion: "5" }))).body).toMatchObject({
    reason: "Conflict",
  });
  const unknown = await send("POST", `${ns}?dryRun=All`, { ...manifest("c"), colour: "red" });
  expect([unknown.code, unknown.headers.get("warning")]).toEqual([201, '299 - "unknown field \\"colour\\""']);
});

it("reads and writes large objects in protobuf", async () => {
  const root = rootOf(vulnerabilityManifestType);
  const body = encodeObject(root, manifest("p"));
  const headers = { "Content-Type": protobufType, Accept: protobufType, "Content-Length": String(body.length) };
  const response = await server.raw(ns, { method: "POST", body, headers });
  expect([response.status, response.headers.get("content-type")]).toEqual([201, protobufType]);
  const { raw } = openEnvelope(new Uint8Array(await response.arrayBuffer()));
  const { spec } = decodeMessage(root, raw) as { spec: { payload: { matches: unknown[] } } };
  expect(spec.payload.matches).toHaveLength(matches);
});

it("takes a few at a time and tells the others to come back", async () => {
  const codes = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => (await send("POST", ns, manifest(`many${index}`))).code),
  );
  expect(codes.filter((code) => code === 201).length).toBeGreaterThanOrEqual(3);
  expect(codes.filter((code) => code !== 201 && code !== 429)).toEqual([]);
  expect(codes).toContain(429);
});
