import { once } from "node:events";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import { get as getSecurely } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createInFlight, type InFlight } from "../api/limits/in-flight.ts";
import { renewed } from "../certificate/renew.ts";
import { createTlsServer } from "../cluster/tls-server.ts";
import { requestListener } from "../serve/request-listener.ts";
import { paths, scan } from "../testing/scans.ts";
import { openTestServer, type TestServer } from "../testing/test-server.ts";

const scans = paths.scans("shop");
const waitingBytes = 1_000_000;

let storage: TestServer;
let inFlight: InFlight;
let server: Server;

/** As cluster mode serves it. */
let secure: Server;

beforeEach(async () => {
  inFlight = createInFlight();
  storage = await openTestServer({ inFlight, watchLimits: { bookmarkSeconds: 60, waitingBytes } });
  server = createServer(requestListener(storage.ask));
  const { serving } = await renewed(undefined, ["storage.kubescape.svc"], new Date());
  secure = createTlsServer(storage.ask, serving);
  for (const each of [server, secure]) await once(each.listen(0, "127.0.0.1"), "listening");
});
afterEach(async () => {
  for (const each of [server, secure]) {
    each.closeAllConnections();
    each.close();
  }
  await storage[Symbol.asyncDispose]();
});

async function watch(query = "resourceVersion=fullSpec", on = server): Promise<IncomingMessage> {
  const { port } = on.address() as AddressInfo;
  const headers = { "Accept-Encoding": "gzip" };
  const options = { port, host: "127.0.0.1", path: `${scans}?watch=1&${query}`, headers, rejectUnauthorized: false };
  const [response] = await once(on === secure ? getSecurely(options) : get(options), "response");
  return response as IncomingMessage;
}

const create = (name: string, note = "") =>
  storage.send("POST", scans, scan(name, "failed", { annotations: { "example.com/note": note } }));
const eventsOf = (body: string) => body.split("\n").flatMap((line) => (line ? [JSON.parse(line)] : []));

it.each(["HTTP", "HTTPS"])("tells over %s of what exists, what happens and why it ends", async (protocol) => {
  await create("a");
  const response = await watch("resourceVersion=0", protocol === "HTTPS" ? secure : server);
  expect(response.headers).toMatchObject({
    "content-type": "application/json",
    "cache-control": "no-cache, private",
    "transfer-encoding": "chunked",
  });
  // Events are small and come one by one: they are not compressed for those who would take that.
  expect(response.headers).not.toHaveProperty("content-encoding");
  await create("b");
  storage.stop();
  const [first, second, last, ...more] = eventsOf(await text(response));
  expect([first, second].map(({ type, object }) => [type, object.metadata.name])).toEqual([
    ["ADDED", "a"],
    ["ADDED", "b"],
  ]);
  expect([last.object.code, more]).toEqual([503, []]);
});

it("ends the watch of a client that leaves, and of one that does not read", async () => {
  const [leaving, slow, quick] = await Promise.all([watch(), watch(), watch()]);
  expect(inFlight.counts.watching).toBe(3);
  leaving.destroy();
  await expect.poll(() => inFlight.counts.watching).toBe(2);

  slow.pause();
  const read = text(quick);
  let created = 0;
  while (inFlight.counts.watching > 1) {
    await create(`n${created}`, "x".repeat(100_000));
    created += 1;
  }
  storage.stop();
  // What was sent before is whole, and its client resumes behind it.
  const seen = eventsOf(await text(slow)).length;
  expect(seen).toBeLessThan(created);
  expect(eventsOf(await read)).toHaveLength(created + 1);
});

it("sends all events of one commit to a watcher that reads, in order and each once", async () => {
  const response = await watch();
  const names = Array.from({ length: 150 }, (_, index) => `n${index}`);
  await Promise.all(names.map((name) => create(name, "x".repeat(5000))));
  storage.stop();
  const events = eventsOf(await text(response)).slice(0, -1);
  expect(new Set(events.map(({ object }) => object.metadata.name)).size).toBe(names.length);
  const versions = events.map(({ object }) => Number(object.metadata.resourceVersion));
  expect(versions).toEqual(versions.toSorted((one, other) => one - other));
});
