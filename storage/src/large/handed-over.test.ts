import { expect, it } from "vitest";
import { vulnerabilityManifestType } from "../kinds/types/vulnerability.ts";
import { encodeObject, protobufType } from "../protobuf/envelope.ts";
import { rootOf } from "../schema/root.ts";
import { sharedServer } from "../testing/shared-server.ts";

const apiVersion = "spdx.softwarecomposition.kubescape.io/v1beta1";
const ns = `/apis/${apiVersion}/namespaces/kubescape/vulnerabilitymanifests`;
const json = "application/json";
const apply = "application/apply-patch+yaml";

const server = await sharedServer();

function manifest(name: string, matches: object[]) {
  return { apiVersion, kind: "VulnerabilityManifest", metadata: { name }, spec: { payload: { matches } } };
}

const matches = (length: number, match: object = {}) => Array.from({ length }, () => match);

async function send(method: string, path: string, body: string | Uint8Array<ArrayBuffer>, type: string) {
  const response = await server.raw(path, { method, body, headers: { "Content-Type": type, Accept: json } });
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  return { code: response.status, body: (await response.json()) as any };
}

/** The clock of the thread for large requests is the machine's; this server's own stands still. */
function isAnsweredHere({ body }: Awaited<ReturnType<typeof send>>): boolean {
  const times = body.metadata.managedFields.map(({ time }: { time: string }) => Date.parse(time));
  return times.includes(server.clock.now.getTime());
}

const large = manifest("a", matches(6000));
const asProtobuf = encodeObject(rootOf(vulnerabilityManifestType), large);

it.each([
  ["JSON", JSON.stringify(large), json],
  ["protobuf", asProtobuf, protobufType],
])(
  "has an object of few bytes in %s made elsewhere where it comes to many",
  async (_encoding, body, type) => {
    expect(body.length).toBeLessThan(25_000);
    const made = await send("POST", ns, body, type);
    expect([made.code, isAnsweredHere(made)]).toEqual([201, false]);
    expect(made.body.spec.payload.matches).toHaveLength(6000);
    expect(JSON.stringify(made.body).length).toBeGreaterThan(1_000_000);
    await server.send("DELETE", `${ns}/a`);
  },
  120_000,
);

it("makes others itself", async () => {
  const made = await send("POST", ns, JSON.stringify(manifest("few", matches(600))), json);
  expect([made.code, isAnsweredHere(made)]).toEqual([201, true]);
});

it("has a patch of few bytes done elsewhere where it comes to many", async () => {
  await send("POST", ns, JSON.stringify(manifest("p", matches(1))), json);
  const body = JSON.stringify({ spec: large.spec });
  const patched = await send("PATCH", `${ns}/p`, body, "application/merge-patch+json");
  expect([patched.code, patched.body.metadata.generation]).toEqual([200, 2]);
  // What made it is noted with another clock.
  expect(patched.body.metadata.managedFields).toHaveLength(1);
  expect(isAnsweredHere(patched)).toBe(false);
});

it("reads elsewhere what is YAML and takes long, and itself what is JSON all the same", async () => {
  const { spec } = manifest("y", matches(200, { vulnerability: { id: "CVE-2025-1", description: "a".repeat(50) } }));
  const text = (name: string) => JSON.stringify({ ...manifest(name, []), spec });
  expect(text("y").length).toBeGreaterThan(15_000);
  const here = await send("PATCH", `${ns}/here?fieldManager=me`, text("here"), apply);
  const there = await send("PATCH", `${ns}/there?fieldManager=me`, `# a comment\n${text("there")}`, apply);
  expect([here.code, isAnsweredHere(here), there.code, isAnsweredHere(there)]).toEqual([201, true, 201, false]);
  expect(there.body.spec).toEqual(here.body.spec);
  const made = await send("POST", ns, `# a comment\n${text("made")}`, "application/yaml");
  expect([made.code, isAnsweredHere(made)]).toEqual([201, false]);
});

it("has a large object made elsewhere whose length it was not told before", async () => {
  const body = JSON.stringify(manifest("chunked", matches(2, { vulnerability: { description: "a".repeat(600_000) } })));
  const chunks = { body: new Blob([body]).stream(), duplex: "half" as const, headers: { "Content-Type": json } };
  const response = await server.raw(ns, { method: "POST", ...chunks });
  const made = { code: response.status, body: await response.json() };
  expect([made.code, isAnsweredHere(made)]).toEqual([201, false]);
});

it("reads an object elsewhere that takes little of the disk and is long", async () => {
  await send("POST", ns, JSON.stringify(large), json);
  const patched = await send("PATCH", `${ns}/a`, '{"metadata":{"labels":{"a":"b"}}}', "application/merge-patch+json");
  expect([patched.code, isAnsweredHere(patched)]).toEqual([200, false]);
});
