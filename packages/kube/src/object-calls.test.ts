import { expect, it } from "vitest";
import { objectCalls } from "./object-calls.ts";
import { resources } from "./resources.ts";
import { accessTo, refusal, script, startServer } from "./scripted-server.ts";
import { createTransport } from "./transport/transport.ts";

const at = { namespace: "n", name: "a" };

it("does not take a server that lacks the resource for one without the object", async () => {
  const { url } = await startServer((_request, response) => response.writeHead(404).end("404 page not found\n"));
  const { get } = objectCalls(createTransport(accessTo(url), { userAgent: "test/1" }));
  await expect(get(resources.operatorCommands, at)).rejects.toMatchObject({ code: 404, reason: "Unknown" });
});

it("throws a conflict of a deletion that named no uid", async () => {
  const { url } = await startServer(refusal(409, "Conflict"));
  const calls = objectCalls(createTransport(accessTo(url), { userAgent: "test/1" }));
  await expect(calls.delete(resources.pods, at)).rejects.toMatchObject({ code: 409 });
  await expect(calls.delete(resources.pods, at, { uid: "u" })).resolves.toBe(false);
});

it("refuses to create an object of a namespaced resource without a namespace", async () => {
  const { create } = objectCalls(createTransport(accessTo("http://127.0.0.1:1"), { userAgent: "test/1" }));
  await expect(create(resources.pods, { metadata: { name: "a" } })).rejects.toThrow("no metadata.namespace");
});

it("tells a name that exists from an object that was created", async () => {
  const pod = { metadata: at };
  const { answer } = script(
    (_request, response) => response.writeHead(201).end(JSON.stringify(pod)),
    refusal(409, "AlreadyExists"),
  );
  const { create } = objectCalls(createTransport(accessTo((await startServer(answer)).url), { userAgent: "test/1" }));
  await expect(create(resources.pods, pod)).resolves.toEqual({ ok: true, object: pod });
  await expect(create(resources.pods, pod)).resolves.toEqual({ ok: false, reason: "AlreadyExists" });
});

it.each([
  ["name", { resourceVersion: "1" }],
  ["resourceVersion", { name: "a" }],
])("refuses to replace an object without a %s", async (field, metadata) => {
  const { update } = objectCalls(createTransport(accessTo("http://127.0.0.1:1"), { userAgent: "test/1" }));
  await expect(update(resources.nodes, { metadata })).rejects.toThrow(`no metadata.${field}`);
});
