import { expect, it } from "vitest";
import { resultKinds } from "../../kinds/result-kinds.ts";
import { bytesLeftBy, largeHeapBytes } from "../../testing/bytes-left.ts";
import { exposedGc } from "../../testing/exposed-gc.ts";
import { sharedServer } from "../../testing/shared-server.ts";

const server = await sharedServer();
const group = "spdx.softwarecomposition.kubescape.io/v1beta1";
const path = `/apis/${group}/namespaces/kubescape/vulnerabilitymanifests`;
const emptyBody = resultKinds.find(({ plural }) => plural === "vulnerabilitymanifests")?.emptyBody ?? "";

/** Bodies of one that is known by its text, and of one that is parsed. */
const bodies = ["[]", "null"].map((matches) => emptyBody.replace('"matches":null', `"matches":${matches}`));

/** Its last piece comes when whoever waits for it is among what is old to V8. */
function arriving(name: string, body: string): ReadableStream<Uint8Array> {
  const at = body.indexOf('"version":"') + '"version":"'.length;
  const gc = exposedGc();
  async function* pieces() {
    const type = `"apiVersion":"${group}","kind":"VulnerabilityManifest"`;
    yield Buffer.from(`{${type},"metadata":{"name":"${name}"},${body.slice(0, at)}`);
    yield Buffer.alloc(300_000, "1");
    await new Promise(setImmediate);
    for (let round = 0; round < 3; round += 1) gc({ type: "minor" });
    yield Buffer.from(`${body.slice(at)}}`);
  }
  return ReadableStream.from(pieces());
}

it.each(bodies)("keeps no large text until all of the heap is collected: %s", async (body) => {
  let made = 0;
  const left = await bytesLeftBy(
    async () => {
      made += 1;
      const sent = arriving(`made-${made}-${bodies.indexOf(body)}`, body);
      const headers = { "Content-Type": "application/json" };
      const answer = await server.raw(path, { method: "POST", body: sent, duplex: "half", headers });
      expect(answer.status).toBe(201);
    },
    20,
    largeHeapBytes,
  );
  expect(left).toBeLessThan(1_500_000);
});
