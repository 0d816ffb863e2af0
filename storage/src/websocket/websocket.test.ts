import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { Duplex } from "node:stream";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Received } from "../serve/received.ts";
import { paths, summary } from "../testing/scans.ts";
import { openTestServer, type TestServer } from "../testing/test-server.ts";
import { acceptUpgrades } from "./accept-upgrades.ts";

const ns = paths.summaries("shop");

const patience = { timeout: 20_000 };

let server: TestServer;
let http: ReturnType<typeof createServer>;
let seen: Received[];
let port: number;

beforeEach(async () => {
  server = await openTestServer();
  seen = [];
  http = createServer();
  acceptUpgrades(http as unknown as Server, (request) => {
    seen.push(request);
    return server.ask(request);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  ({ port } = http.address() as AddressInfo);
});
afterEach(async () => {
  http.close();
  await server[Symbol.asyncDispose]();
});

it("tells a browser of every event as a text of its own, and ends with the watch", async () => {
  await server.send("POST", ns, summary("web"));
  const socket = new WebSocket(`ws://127.0.0.1:${port}${ns}?watch=1&allowWatchBookmarks=true`, [
    `base64url.bearer.authorization.k8s.io.${Buffer.from("a-token").toString("base64url")}`,
    "base64.binary.k8s.io",
  ]);
  const events: string[] = [];
  socket.addEventListener("message", ({ data }) => {
    const { type, object } = JSON.parse(String(data));
    events.push(`${type} ${object.metadata.name ?? object.kind}`);
  });
  const closed = once(socket, "close");
  await expect.poll(() => events, patience).toEqual(["ADDED web"]);
  expect(socket.protocol).toBe("base64.binary.k8s.io");
  expect(seen[0]?.headers.get("authorization")).toBe("Bearer a-token");
  const long = { ...summary("long"), metadata: { name: "long", annotations: { note: "é".repeat(70_000) } } };
  await server.send("POST", ns, long);
  await server.send("DELETE", `${ns}/web`);
  await expect.poll(() => events, patience).toEqual(["ADDED web", "ADDED long", "DELETED web"]);
  server.stop();
  const [end] = await closed;
  expect(end).toMatchObject({ code: 1000, wasClean: true });
  expect(events.slice(3)).toEqual(["BOOKMARK WorkloadConfigurationScanSummary", "ERROR Status"]);
});

it("ends the watch when the browser leaves", async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${ns}?watch=1`);
  await once(socket, "open");
  expect((await server.send("GET", "/metrics")).body).toMatch(/apiserver_longrunning_requests.* 1/);
  const closed = once(socket, "close");
  socket.close();
  await closed;
  await expect
    .poll(async () => (await server.send("GET", "/metrics")).body, patience)
    .toMatch(/apiserver_longrunning_requests.* 0/);
});

it("answers over HTTP what is no watch, and what is refused", async () => {
  await server.send("POST", ns, summary("web"));
  const handshake =
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n";
  expect(await spoken(`GET ${ns}/web HTTP/1.1\r\nHost: x\r\n${handshake}\r\n`)).toMatch(/^HTTP\/1.1 200 OK.*"web"/s);
  expect(await spoken(`GET ${ns}?watch=1&limit=x HTTP/1.1\r\nHost: x\r\n${handshake}\r\n`)).toMatch(
    /^HTTP\/1.1 400 Bad Request.*"reason":"BadRequest"/s,
  );
});

it("reads a target as everybody does, and nothing of a URL anywhere else", async () => {
  const handshake = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==";
  const leaving = `GET ${paths.summaries("other")}/x/../../shop/web?watch=1 HTTP/1.1\r\nHost: x\r\n${handshake}\r\n\r\n`;
  expect(await spoken(leaving)).toMatch(/^HTTP\/1.1 400 /);
  expect(seen).toEqual([]);
  await spoken(`GET ${ns}/none HTTP/1.1\r\nHost: x/apis?\r\n${handshake}\r\n\r\n`);
  expect(seen.map(({ uri }) => uri)).toEqual([`${ns}/none`]);
});

it("tells nothing to those it does not know, or who may not watch", async () => {
  const handshake = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==";
  const watch = `GET ${ns}?watch=1 HTTP/1.1\r\nHost: x\r\n${handshake}\r\n\r\n`;
  const everyday = server;
  server = await openTestServer({ authenticate: async () => ({ refused: "Unauthorized" }) });
  expect(await spoken(watch)).toMatch(/^HTTP\/1.1 401 /);
  await server[Symbol.asyncDispose]();
  server = await openTestServer({ authorize: async ({ user }, { verb }) => `${user.username} cannot ${verb}` });
  expect(await spoken(watch)).toMatch(/^HTTP\/1.1 403 .*tester cannot watch/s);
  await server[Symbol.asyncDispose]();
  server = everyday;
});

it("ends a connection whose client speaks out of turn, and answers its pings", async () => {
  const head = `GET ${ns}?watch=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
  const handshake = `${head}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
  const ping = Buffer.from([0x89, 0x82, 1, 2, 3, 4, 0x61 ^ 1, 0x62 ^ 2]);
  const unmasked = Buffer.from([0x81, 0x01, 0x61]);
  const answer = Buffer.from(await spoken(handshake, ping, unmasked), "latin1");
  // The example of RFC 6455, section 1.3.
  expect(answer.toString()).toContain("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
  const frames = answer.subarray(answer.indexOf("\r\n\r\n") + 4);
  expect([...frames]).toEqual([0x8a, 2, 0x61, 0x62, 0x88, 2, 0x03, 0xea]);
});

it("lets no answers to pings pile up for a client that does not read", async () => {
  const headers = { upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "eA==" };
  const incoming = { method: "GET", url: `${ns}?watch=1`, headers, rawHeaders: Object.entries(headers).flat() };
  const written: Buffer[] = [];
  const unread = new Duplex({ read: () => {}, write: (bytes: Buffer) => written.push(bytes), highWaterMark: 1000 });
  http.emit("upgrade", incoming, unread);
  await expect.poll(() => String(written[0]), patience).toContain("101 Switching Protocols");
  const ping = Buffer.concat([Buffer.from([0x89, 0x80 | 100]), Buffer.alloc(4 + 100)]);
  for (let sent = 0; sent < 200; sent += 1) unread.push(ping);
  await expect.poll(() => unread.readableLength, patience).toBe(0);
  expect(unread.writableLength).toBeLessThan(2000);
  unread.destroy();
});

/** Everything that the server says until it closes the connection. */
async function spoken(...said: (string | Buffer)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let heard = "";
  socket.on("data", (bytes: Buffer) => {
    heard += bytes.toString("latin1");
  });
  const [first, ...later] = said;
  socket.write(first ?? "");
  if (later.length > 0) await once(socket, "data");
  for (const each of later) socket.write(each);
  await once(socket, "end");
  socket.end();
  return heard;
}
