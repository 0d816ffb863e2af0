import { once } from "node:events";
import type { Server } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { afterEach, beforeEach, expect, it } from "vitest";
import { renewed } from "../certificate/renew.ts";
import { createTlsServer } from "./tls-server.ts";

const long = "x".repeat(8_000_000);
const patience = { timeout: 20_000 };

let server: Server;
let cable: Socket;
let client: TLSSocket;
let heard: string;
/** What the client has encrypted while it is held back, to be sent at once. */
let held: Buffer[] | undefined;

beforeEach(async () => {
  const { serving } = await renewed(undefined, ["storage.kubescape.svc"], new Date());
  server = createTlsServer(async (request) => {
    return { code: 200, headers: {}, body: request.method === "POST" ? `got ${await request.text()}` : long };
  }, serving);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cable = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const encrypted = new Duplex({
    read: () => {},
    write: (bytes: Buffer, _encoding, done) => {
      if (held) held.push(bytes);
      else cable.write(bytes);
      done();
    },
  });
  cable.on("data", (bytes) => encrypted.push(bytes));
  client = connectTls({ socket: encrypted, rejectUnauthorized: false });
  heard = "";
  client.setEncoding("utf8").on("data", (text: string) => {
    heard += text;
  });
  await once(client, "secureConnect");
});
afterEach(() => {
  cable.destroy();
  server.close();
});

const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n";

it.each([
  ["in pieces, as Go sends it", [head, "hello", "again"]],
  ["in one piece", [`${head}helloagain`]],
])("takes a request %s, on a connection that has an answer to carry yet, and the next one", async (_, pieces) => {
  client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await expect.poll(() => heard, patience).toContain("xxx");
  cable.pause();
  held = [];
  for (const piece of pieces) await new Promise((written) => client.write(piece, written));
  cable.write(Buffer.concat(held));
  held = undefined;
  cable.resume();
  await expect.poll(() => heard.slice(long.length), patience).toContain("got helloagain");

  client.write(`${head}next later`);
  await expect.poll(() => heard.slice(long.length), patience).toContain("got next later");
});

it("keeps an idle connection longer than Go does, which sends its next request on it", async () => {
  client.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  await expect.poll(() => heard, patience).toContain("got ");
  const [, seconds] = /Keep-Alive: timeout=(\d+)/i.exec(heard) ?? [];
  expect(Number(seconds)).toBeGreaterThan(90);
});

it("answers as ever who would rather speak something else, such as HTTP/2, and reads the body", async () => {
  server.on("upgrade", (_request, socket) => socket.destroy());
  const offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA";
  client.write(`POST / HTTP/1.1\r\nHost: x\r\n${offer}\r\nContent-Length: 5\r\n\r\nhello`);
  await expect.poll(() => heard, patience).toContain("got hello");
});
