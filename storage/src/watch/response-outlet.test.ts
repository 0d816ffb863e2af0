import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { framed } from "./frame.ts";
import type { Outlet } from "./outlet.ts";
import { openResponseOutlet } from "./response-outlet.ts";

const headers = { "Content-Type": "text/plain" };
const [a, b] = [framed(["first\n"]), framed(["sec", Buffer.from("ö"), "nd\n"])];

let server: Server;
let port: number;
/** Of requests to `/watch`; others get one word. */
let watches: { outlet: Outlet; told: string[] }[];
let others: ServerResponse[];
const sockets: Socket[] = [];

beforeEach(async () => {
  watches = [];
  others = [];
  server = createServer(({ url }, response) => {
    if (url !== "/watch") others.push(response);
    else watches.push(open(response));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

function open(response: ServerResponse): (typeof watches)[number] {
  const told: string[] = [];
  const events = { drained: () => void told.push("drained"), gone: () => void told.push("gone") };
  return { told, outlet: openResponseOutlet(response, headers)(events) };
}

async function say(text: string): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  let heard = "";
  socket.on("data", (bytes: Buffer) => {
    heard += bytes.toString("utf8");
  });
  socket.write(text);
  return { socket, heard: () => heard };
}

const get = (path: string, version = "1.1") => `GET ${path} HTTP/${version}\r\nHost: x\r\n\r\n`;
const bodyOf = (heard: string) => heard.slice(heard.indexOf("\r\n\r\n") + 4);

it("sends headers at once, each frame as a chunk, and keeps the connection for what is asked next", async () => {
  const { socket, heard } = await say(get("/watch"));
  await expect.poll(heard).toMatch(/^HTTP\/1.1 200 OK\r\n.*transfer-encoding: chunked\r\n/is);
  expect(watches[0]?.outlet.write([a, b])).toBe(2);
  watches[0]?.outlet.end();
  const chunks = "6\r\nfirst\n\r\n8\r\nsecönd\n\r\n0\r\n\r\n";
  await expect.poll(() => bodyOf(heard())).toBe(chunks);
  socket.write(get("/"));
  await expect.poll(() => others.length).toBe(1);
  others[0]?.end("word");
  await expect.poll(heard).toMatch(/\r\nword$/);
});

it("speaks without chunks to clients of HTTP/1.0, and ends with the connection", async () => {
  const { socket, heard } = await say(get("/watch", "1.0"));
  await expect.poll(() => watches.length).toBe(1);
  watches[0]?.outlet.write([a, b]);
  watches[0]?.outlet.end();
  await once(socket, "end");
  expect(bodyOf(heard())).toBe("first\nsecönd\n");
});

it("waits for the answer to a request that came before on the same connection", async () => {
  const { heard } = await say(get("/") + get("/watch"));
  await expect.poll(() => watches.length).toBe(1);
  watches[0]?.outlet.write([a]);
  watches[0]?.outlet.end();
  others[0]?.end("word");
  await expect.poll(heard).toMatch(/\r\n\r\nwordHTTP\/1.1 200 OK\r\n.*\r\n\r\n6\r\nfirst\n\r\n0\r\n\r\n$/s);
});

it("takes no more than there is room for, and tells when there is room again", async () => {
  const { socket, heard } = await say(get("/watch"));
  await expect.poll(heard).toContain("200 OK");
  socket.pause();
  const [watch] = watches;
  const frame = framed(["x".repeat(100_000), "\n"]);
  // Not more than one beyond what the stream wants to hold.
  let taken = watch?.outlet.write([frame, frame]) ?? 0;
  expect(taken).toBe(1);
  await new Promise(setImmediate);
  let now = 1;
  while (now > 0) {
    now = watch?.outlet.write([frame]) ?? 0;
    taken += now;
    // Node says that there is room again when the kernel has taken what was written.
    await new Promise(setImmediate);
  }
  expect(watch?.outlet.write([frame])).toBe(0);
  const toldBefore = watch?.told.length ?? 0;
  socket.resume();
  await expect.poll(() => watch?.told.length).toBeGreaterThan(toldBefore);
  watch?.outlet.end();
  await expect.poll(() => heard().endsWith("0\r\n\r\n")).toBe(true);
  expect(bodyOf(heard()).length).toBe(taken * frame.chunk.length + "0\r\n\r\n".length);
});

it("tells when its client leaves, and of one that has left before", async () => {
  const { socket, heard } = await say(get("/watch"));
  await expect.poll(heard).toContain("200 OK");
  socket.destroy();
  await expect.poll(() => watches[0]?.told).toEqual(["gone"]);
  const gone = await say(get("/"));
  await expect.poll(() => others.length).toBe(1);
  gone.socket.destroy();
  await once(others[0] as ServerResponse, "close");
  const late = open(others[0] as ServerResponse);
  late.outlet.write([a]);
  await expect.poll(() => late.told).toEqual(["gone"]);
});

it("breaks the connection off, so that an end that was not meant is not taken for one", async () => {
  const { socket, heard } = await say(get("/watch"));
  await expect.poll(heard).toContain("200 OK");
  watches[0]?.outlet.write([a]);
  watches[0]?.outlet.fail(new Error("the disk is broken"));
  await once(socket, "close");
  expect(heard()).not.toContain("0\r\n\r\n");
});
