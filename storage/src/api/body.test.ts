import { expect, it } from "vitest";
import { paths, summary } from "../testing/scans.ts";
import { sharedServer } from "../testing/shared-server.ts";
import { readBody } from "./body.ts";

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

it("keeps a large body once, and gives back the memory that it has arrived in", async () => {
  const arrived = [new Uint8Array(60_000).fill(97), new Uint8Array(40_000).fill(98)];
  const request = new Request("http://localhost", {
    method: "POST",
    body: ReadableStream.from(arrived),
    duplex: "half",
    headers: { "Content-Length": "100000" },
  });
  expect(await readBody(request, 1_000_000)).toBe("a".repeat(60_000) + "b".repeat(40_000));
  expect(arrived.map(({ length }) => length)).toEqual([0, 0]);
});
