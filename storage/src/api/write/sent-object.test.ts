import { expect, it } from "vitest";
import { resultKinds } from "../../kinds/result-kinds.ts";
import { scansBatch } from "../../testing/batches.ts";
import { bytesLeftBy, largeHeapBytes } from "../../testing/bytes-left.ts";
import { exposedGc } from "../../testing/exposed-gc.ts";
import { sharedServer } from "../../testing/shared-server.ts";
import { patchTypes } from "../wire/patch-types.ts";

const server = await sharedServer();
const group = "spdx.softwarecomposition.kubescape.io/v1beta1";
const type = `"apiVersion":"${group}","kind":"VulnerabilityManifest"`;
const path = `/apis/${group}/namespaces/kubescape/vulnerabilitymanifests`;
const emptyBody = resultKinds.find(({ plural }) => plural === "vulnerabilitymanifests")?.emptyBody ?? "";

/** Characters of a text. */
const long = 300_000;

/** Bodies of one that is known by its text, and of one that is parsed. */
const bodies = ["[]", "null"].map((matches) => emptyBody.replace('"matches":null', `"matches":${matches}`));

/** Its last piece comes when whoever waits for it is among what is old to V8. */
function arriving(...[before, behind]: readonly [string, string]): ReadableStream<Uint8Array> {
  const gc = exposedGc();
  async function* pieces() {
    yield Buffer.from(before);
    yield Buffer.alloc(long, "1");
    await new Promise(setImmediate);
    for (let round = 0; round < 3; round += 1) gc({ type: "minor" });
    yield Buffer.from(behind);
  }
  return ReadableStream.from(pieces());
}

it.each(bodies)("keeps no large text until all of the heap is collected: %s", async (body) => {
  const begin = body.slice(0, body.indexOf('"version":"') + '"version":"'.length);
  let made = 0;
  const left = await bytesLeftBy(
    async () => {
      made += 1;
      const name = `made-${made}-${bodies.indexOf(body)}`;
      const sent = arriving(`{${type},"metadata":{"name":"${name}"},${begin}`, `${body.slice(begin.length)}}`);
      const headers = { "Content-Type": "application/json" };
      const answer = await server.raw(path, { method: "POST", body: sent, duplex: "half", headers });
      expect(answer.status).toBe(201);
    },
    20,
    largeHeapBytes,
  );
  expect(left).toBeLessThan(1_500_000);
});

const batch = JSON.stringify({
  ...scansBatch([], [{ name: "changed", verdicts: [], labels: { d: "LABEL" } }]),
  n: "LONG",
});

/** Each sets a label, beside a long text of which nothing is kept. */
const changes: [method: string, at: string, contentType: string, body: string][] = [
  ["PATCH", `${path}/changed?`, patchTypes.merge, '{"metadata":{"labels":{"a":"LABEL"}},"n":"LONG"}'],
  [
    "PATCH",
    `${path}/changed?`,
    patchTypes.json,
    '[{"op":"add","path":"/metadata/labels/b","value":"LABEL","n":"LONG"}]',
  ],
  [
    "PATCH",
    `${path}/changed?force=true&`,
    patchTypes.apply,
    `{${type},"metadata":{"labels":{"c":"LABEL"}},"n":"LONG"}`,
  ],
  ["POST", `/apis/${group}/workloadconfigurationscanbatches?`, "application/json", batch],
];

it.each(changes)("keeps nothing large of a change until then: %s %s %s", async (method, at, contentType, body) => {
  await server.send("POST", path, { metadata: { name: "changed", labels: {} } });
  const [begin = "", end = ""] = body.split("LONG");
  let changed = 0;
  const left = await bytesLeftBy(
    async () => {
      changed += 1;
      const pieces = [begin.replace("LABEL", `${changed}`), end] as const;
      const length = pieces.join("").length + long;
      const headers = { "Content-Type": contentType, "Content-Length": String(length) };
      const sent = { method, body: arriving(...pieces), duplex: "half", headers } as const;
      const answer = await server.raw(`${at}fieldValidation=Ignore&fieldManager=tester`, sent);
      expect(answer.ok).toBe(true);
    },
    20,
    () => largeHeapBytes() + process.memoryUsage().arrayBuffers,
  );
  expect(left).toBeLessThan(1_500_000);
});
