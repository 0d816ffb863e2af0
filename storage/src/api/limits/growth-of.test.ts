import { expect, it } from "vitest";
import { knownServer } from "../../kinds/profile.ts";
import { sharedServer } from "../../testing/shared-server.ts";

const group = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1";
const scans = `${group}/namespaces/shop/workloadconfigurationscans`;
const servers = `${group}/knownservers`;
const patch = { "Content-Type": "application/json-patch+json" };

const server = await sharedServer();

it("refuses an object that comes to more than its kind may have, wherever it is read", async () => {
  const rules = Array.from({ length: 40_000 }, () => ({}));
  const scan = { metadata: { name: "a" }, spec: { controls: { "C-0001": { controlID: "C-0001", rules } } } };
  expect(JSON.stringify(scan).length).toBeLessThan(150_000);
  const { body } = await server.send("POST", scans, scan);
  expect(body).toMatchObject({ code: 413, reason: "RequestEntityTooLarge" });
  expect(body.message).toMatch(/more than 4194304 bytes in JSON; it may have at most 4194304$/);
  // A node agent stops for good when it reads these words.
  expect(body.message).not.toContain("object is too large");
  expect((await server.send("GET", `${scans}/a`)).code).toBe(404);
}, 120_000);

it("refuses a batch that comes to more than a batch may have", async () => {
  const verdicts = Array.from({ length: 40_000 }, () => ({}));
  const { body } = await server.send("POST", `${group}/workloadconfigurationscanbatches`, { spec: { verdicts } });
  expect(body).toMatchObject({ code: 413, message: expect.stringContaining("may have at most 4194304") });
});

it("refuses patches that would make an object grow and grow", async () => {
  const entry = (server: string) => ({ ipBlock: "10.0.0.0/8", name: "a", server });
  await server.send("POST", servers, { metadata: { name: "grows" }, spec: [entry("a")] });
  const added = JSON.stringify([{ op: "add", path: "/spec/-", value: entry("x".repeat(1_000_000)) }]);
  const codes: number[] = [];
  for (let i = 0; i < 4; i += 1) codes.push((await server.send("PATCH", `${servers}/grows`, added, patch)).code);
  expect(codes).toEqual([200, 200, 200, 413]);
  const { body } = await server.send("PATCH", `${servers}/grows`, added, patch);
  const limit = 3 * knownServer.maxBodyBytes;
  expect(body.message).toMatch(new RegExp(`^the object has 400\\d{4} bytes in JSON; it may have at most ${limit}$`));
  expect((await server.send("GET", `${servers}/grows`)).body.spec).toHaveLength(4);
});

it("does not let a few copies of copies fill its memory", async () => {
  await server.send("POST", servers, { metadata: { name: "copied" }, spec: [] });
  const doubled = Array.from({ length: 60 }, (_, i) => ({ op: "copy", from: "/metadata", path: `/metadata/m${i}` }));
  const { body } = await server.send("PATCH", `${servers}/copied`, doubled, patch);
  expect(body).toMatchObject({ code: 422, message: expect.stringContaining("accumulated size increase of copy") });
  const fromNowhere = [{ op: "copy", path: "/spec/-" }];
  expect((await server.send("PATCH", `${servers}/copied`, fromNowhere, patch)).code).toBe(422);
});
