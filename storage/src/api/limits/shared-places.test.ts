import { once } from "node:events";
import { type ClientRequest, createServer, request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, expect, it } from "vitest";
import { requestListener } from "../../serve/request-listener.ts";
import { paths, summary } from "../../testing/scans.ts";
import { openTestServer } from "../../testing/test-server.ts";
import { createSharedPlaces } from "./shared-places.ts";

const apiVersion = "spdx.softwarecomposition.kubescape.io/v1beta1";
const manifests = `/apis/${apiVersion}/namespaces/kubescape/vulnerabilitymanifests`;

const server = await openTestServer({
  authenticate: async (user) => ({ identity: { user: { username: user ?? "", groups: [] }, isAuthorized: true } }),
});
const listening = createServer(requestListener(server.ask)).listen(0, "127.0.0.1");
await once(listening, "listening");
const { port } = listening.address() as AddressInfo;
afterAll(async () => {
  listening.closeAllConnections();
  listening.close();
  await server[Symbol.asyncDispose]();
});

type Sent = { finish(): void; answer: Promise<{ code: number; retryAfter: string | undefined; body: unknown }> };

/** A request whose body has begun to arrive and does not go on before `finish`. */
function begin(user: string, path: string, body: object): Sent {
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = { Authorization: user, "Content-Type": "application/json", "Content-Length": bytes.length };
  const sending: ClientRequest = httpRequest({ port, path, method: "POST", headers, agent: false });
  sending.write(bytes.subarray(0, 1));
  const answer = once(sending, "response").then(async ([response]: IncomingMessage[]) => ({
    code: response?.statusCode ?? 0,
    retryAfter: response?.headers["retry-after"],
    body: JSON.parse(response ? await text(response) : ""),
  }));
  return { answer, finish: () => void sending.end(bytes.subarray(1)) };
}

async function refusedOf(sent: Sent[]): Promise<Sent[]> {
  const open = Symbol("open");
  const known = await Promise.all(sent.map(({ answer }) => Promise.race([answer, Promise.resolve(open)])));
  return sent.filter((_, at) => known[at] !== open);
}

it("leaves places for writes to others when all bodies of one user arrive slowly", async () => {
  const slow = Array.from({ length: 230 }, (_, at) => begin("slow", paths.summaries("shop"), summary(`slow-${at}`)));
  await expect.poll(async () => (await refusedOf(slow)).length, { timeout: 20_000 }).toBe(30);
  const refused = await refusedOf(slow);
  expect(await refused[0]?.answer).toMatchObject({
    code: 429,
    retryAfter: "1",
    body: { kind: "Status", reason: "TooManyRequests", details: { retryAfterSeconds: 1 } },
  });

  const other = begin("other", paths.summaries("shop"), summary("other"));
  other.finish();
  expect((await other.answer).code).toBe(201);

  const arriving = slow.filter((each) => !refused.includes(each));
  for (const each of arriving) each.finish();
  expect(new Set((await Promise.all(arriving.map(({ answer }) => answer))).map(({ code }) => code))).toEqual(
    new Set([201]),
  );
  const again = begin("slow", paths.summaries("shop"), summary("slow-again"));
  again.finish();
  expect((await again.answer).code).toBe(201);
});

it("does so with documents of more than a megabyte, which have few places", async () => {
  const manifest = (name: string) => ({
    apiVersion,
    kind: "VulnerabilityManifest",
    metadata: { name, annotations: { "example.com/note": "x".repeat(200_000) } },
    spec: { payload: { matches: [{ vulnerability: { description: "x".repeat(1_000_000) } }] } },
  });
  const slow = [0, 1, 2, 3, 4].map((at) => begin("slow", manifests, manifest(`slow-${at}`)));
  await expect.poll(async () => (await refusedOf(slow)).length).toBe(2);
  const other = begin("other", manifests, manifest("other"));
  other.finish();
  expect((await other.answer).code).toBe(201);
  for (const each of slow) each.finish();
});

it("has a place for who comes with a first request, however many have taken theirs", () => {
  const places = createSharedPlaces(8);
  const most = (user: string) => {
    for (let count = 0; ; count += 1) {
      try {
        places.enter(user);
      } catch {
        return count;
      }
    }
  };
  expect(["a", "b", "c", "d", "e"].map(most)).toEqual([4, 2, 1, 1, 0]);
});
