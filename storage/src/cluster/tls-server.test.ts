import { once } from "node:events";
import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { renewed } from "../certificate/renew.ts";
import type { Answer } from "../serve/answer.ts";
import type { Received } from "../serve/received.ts";
import { type HeldClient, openHeldClient } from "../testing/held-client.ts";
import { createTlsServer } from "./tls-server.ts";

const long = "x".repeat(8_000_000);
const patience = { timeout: 20_000 };

let server: Server;
let client: HeldClient;
let heard: string;

const refused: Answer = { code: 400, headers: {} };

async function answer(request: Received): Promise<Answer> {
  return { code: 200, headers: {}, body: request.method === "POST" ? `got ${await request.text()}` : long };
}

beforeEach(async () => {
  const { serving } = await renewed(undefined, ["storage.kubescape.svc"], new Date());
  server = createTlsServer(answer, serving);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = await openHeldClient((server.address() as AddressInfo).port);
  heard = "";
  client.tls.on("data", (text: string) => {
    heard += text;
  });
});
afterEach(() => {
  client.cable.destroy();
  server.close();
});

const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n";

it.each([
  ["in pieces, as Go sends it", [head, "hello", "again"]],
  ["in one piece", [`${head}helloagain`]],
])("takes a request %s, on a connection that has an answer to carry yet, and the next one", async (_, pieces) => {
  client.tls.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await expect.poll(() => heard, patience).toContain("xxx");
  client.cable.pause();
  client.hold();
  for (const piece of pieces) await new Promise((written) => client.tls.write(piece, written));
  client.send();
  client.cable.resume();
  await expect.poll(() => heard.slice(long.length), patience).toContain("got helloagain");

  client.tls.write(`${head}next later`);
  await expect.poll(() => heard.slice(long.length), patience).toContain("got next later");
});

it("does not wait for ever for the rest of a body", async () => {
  const { serving } = await renewed(undefined, ["storage.kubescape.svc"], new Date());
  const impatient = createTlsServer((request) => answer(request).catch(() => refused), serving, 100);
  impatient.listen(0, "127.0.0.1");
  await once(impatient, "listening");
  const slow = await openHeldClient((impatient.address() as AddressInfo).port);
  slow.tls.on("data", (text: string) => {
    heard += text;
  });
  slow.tls.write(`${head}hello`);
  await expect.poll(() => heard, patience).toMatch(/^HTTP\/1.1 408 /);
  slow.cable.destroy();
  impatient.close();
});

it("keeps an idle connection longer than Go does, which sends its next request on it", async () => {
  client.tls.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  await expect.poll(() => heard, patience).toContain("got ");
  const [, seconds] = /Keep-Alive: timeout=(\d+)/i.exec(heard) ?? [];
  expect(Number(seconds)).toBeGreaterThan(90);
});

it("answers as ever who would rather speak something else, such as HTTP/2, and reads the body", async () => {
  server.on("upgrade", (_request, socket) => socket.destroy());
  const offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA";
  client.tls.write(`POST / HTTP/1.1\r\nHost: x\r\n${offer}\r\nContent-Length: 5\r\n\r\nhello`);
  await expect.poll(() => heard, patience).toContain("got hello");
});
