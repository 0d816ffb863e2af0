import { expect, it } from "vitest";
import { receivedAs } from "../../serve/received.ts";
import { bytesLeftBy } from "../../testing/bytes-left.ts";
import { paths, summary } from "../../testing/scans.ts";
import { sharedServer } from "../../testing/shared-server.ts";
import { readBody, readObjectBody, textOf } from "./body.ts";

const ns = paths.summaries("shop");
const headers = { "Content-Type": "application/json" };

const server = await sharedServer();

/** A body whose length the request does not say. */
function inChunks(value: unknown): Pick<RequestInit, "body" | "duplex" | "headers"> {
  return { body: new Blob([JSON.stringify(value)]).stream(), duplex: "half", headers };
}

it("reads an object that comes in chunks", async () => {
  const made = await server.raw(ns, { method: "POST", ...inChunks(summary("in-chunks")) });
  expect([made.status, (await server.send("GET", `${ns}/in-chunks`)).code]).toEqual([201, 200]);
});

it("reads what a deletion says in chunks, and deletes at once where it says nothing", async () => {
  await server.send("POST", ns, summary("leaving"));
  const tried = await server.raw(`${ns}/leaving`, { method: "DELETE", ...inChunks({ dryRun: ["All"] }) });
  expect([tried.status, (await server.send("GET", `${ns}/leaving`)).code]).toEqual([200, 200]);
  const deleted = await server.raw(`${ns}/leaving`, { method: "DELETE" });
  expect([deleted.status, (await server.send("GET", `${ns}/leaving`)).code]).toEqual([200, 404]);
});

it("refuses an object that is not sent", async () => {
  const { code, body } = await server.send("POST", ns);
  expect([code, body.message]).toEqual([400, "the request has no body"]);
});

it.each(["POST", "PATCH", "DELETE"])("says that it reads no compressed body of a %s", async (method) => {
  await server.send("POST", ns, summary("packed"));
  const path = method === "POST" ? ns : `${ns}/packed`;
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const packed = { "Content-Type": type, "Content-Encoding": "gzip" };
  const { body } = await server.send(method, path, "\u001f\u008b", packed);
  expect(body).toMatchObject({ code: 415, message: expect.stringContaining("compressed (gzip)") });
  expect((await server.send("GET", `${ns}/packed`)).code).toBe(200);
});

it("reads half a pair of surrogates as the character that stands for none, wherever it is written", async () => {
  const half = String.raw`\ud83d`;
  const note = String.raw`"${half} \ud83d\ude00 \\ud83d"`;
  const object = JSON.stringify(summary("HALF", 1, { annotations: { note: "NOTE" } })).replace('"NOTE"', note);
  const made = await server.send("POST", ns, object.replace("HALF", `x${half}y`));
  expect(made.body.metadata).toMatchObject({ name: "x\ufffdy", annotations: { note: "\ufffd 😀 \\ud83d" } });
  const at = `${ns}/x%EF%BF%BDy`;
  expect((await server.send("PUT", at, made.body)).code).toBe(200);
  const { body } = await server.send("PATCH", at, `{"metadata":{"annotations":{"patched":"${half}"}}}`, {
    "Content-Type": "application/merge-patch+json",
  });
  expect(body.metadata.annotations.patched).toBe("\ufffd");
  const yaml = `metadata: {name: in-yaml, annotations: {quoted: "${half}", plain: ${half}}}`;
  const written = await server.send("POST", ns, yaml, { "Content-Type": "application/yaml" });
  expect(written.body.metadata.annotations).toEqual({ quoted: "\ufffd", plain: half });
});

it("says that a body in YAML is more than one document", async () => {
  const { body } = await server.send("POST", ns, "metadata: {name: a}\n---\n{}\n", {
    "Content-Type": "application/yaml",
  });
  expect(body).toMatchObject({ code: 400, message: expect.stringContaining("more than one document") });
});

it("does not take it for a fault of its own when whoever sends a body goes away", async () => {
  const reset = Object.assign(new Error("aborted"), { code: "ECONNRESET" });
  const body = new ReadableStream({ pull: (stream) => stream.error(reset) });
  expect((await server.raw(ns, { method: "POST", body, duplex: "half", headers })).status).toBe(400);
});

it("keeps a large body once, and gives back the memory that it has arrived in", async () => {
  const arrived = [new Uint8Array(60_000).fill(97), new Uint8Array(40_000).fill(98)];
  const request = new Request("http://localhost", {
    method: "POST",
    body: ReadableStream.from(arrived),
    duplex: "half",
    headers: { "Content-Length": "100000" },
  });
  expect(textOf(await readBody(receivedAs(request), 1_000_000))).toBe("a".repeat(60_000) + "b".repeat(40_000));
  expect(arrived.map(({ length }) => length)).toEqual([0, 0]);
});

it("keeps nothing of a body that has been read and is no longer needed", async () => {
  const text = JSON.stringify(summary("forgotten", 0, { annotations: { note: "x".repeat(10_000) } }));
  const body = {
    ...receivedAs(new Request("http://localhost/", { method: "POST", headers })),
    text: async () => fresh(text),
  };
  body.headers = new Headers({ ...headers, "Content-Length": String(text.length) });
  const left = await bytesLeftBy(() => readObjectBody(body, 100_000, {}), 500);
  expect(left).toBeLessThan(1_000_000);
});

/** A copy, as each request has its own text. */
function fresh(text: string): string {
  return Buffer.from(text).toString();
}
