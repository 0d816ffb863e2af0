import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import { serverCloser } from "./close-server.ts";

const clients: Socket[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

/** A server that never gives up on a connection by itself. */
async function serve(listener: RequestListener, prepare: (server: Server) => void = () => {}) {
  const patient = { keepAliveTimeout: 120_000, requestTimeout: 0, headersTimeout: 0 };
  const server = createServer(patient, listener);
  prepare(server);
  return listening(server, 3600);
}

async function listening(server: Server, patienceSeconds: number) {
  const close = serverCloser(server, { patienceSeconds });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { close, server, port: (server.address() as AddressInfo).port };
}

/** Sends bytes; the server has seen them when a request that came after them is answered. */
async function send(port: number, bytes: string): Promise<Socket> {
  const client = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  clients.push(client);
  client.on("error", () => {}); // the connection is cut
  await once(client, "connect");
  if (bytes !== "") await new Promise((written) => client.write(bytes, written));
  return client;
}

async function ask(port: number, agent: Agent, path = "/"): Promise<IncomingMessage> {
  const [response] = await once(get({ port, agent, path, host: "127.0.0.1" }), "response");
  return response as IncomingMessage;
}

/** Answers a request when its body is whole. */
const echo: RequestListener = (request, response) => {
  void text(request)
    .catch(() => "")
    .then((body) => response.end(body));
};

it.each([
  ["nothing", ""],
  ["a part of a head", "GET / HTTP/1.1\r\nHost"],
  ["a part of a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nbody"],
  ["a request and a part of the next", "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /"],
  [
    "a request and a part of the next one's body",
    "GET / HTTP/1.1\r\nHost: a\r\n\r\nPUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n",
  ],
])("closes while somebody has sent %s and never closes", async (_what, bytes) => {
  const { close, port } = await serve(echo);
  const client = (await send(port, bytes)).resume();
  const ended = once(client, "end");
  expect(await text(await ask(port, new Agent()))).toBe("");
  await close();
  await ended;
});

it("lets a body arrive that is on its way", async () => {
  const begun = Promise.withResolvers<void>();
  const { close, server, port } = await serve((request, response) => {
    begun.resolve();
    echo(request, response);
  });
  const client = await send(port, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nbody");
  await begun.promise;
  const closed = close();
  expect(server.listening).toBe(false);
  client.write(" more");
  expect(await text(client)).toMatch(/^HTTP\/1.1 200 OK\r\n.*Connection: close\r\n.*body more/s);
  await closed;
});

it("ends with the last answer, although clients keep their connections", async () => {
  const endings = new Map<string | undefined, (body: string) => void>();
  const { close, port } = await serve((request, response) => {
    response.writeHead(200).flushHeaders();
    endings.set(request.url, (body) => response.end(body));
  });
  const agent = new Agent({ keepAlive: true });
  const idle = await ask(port, agent, "/idle");
  const watch = await ask(port, agent, "/watch");
  endings.get("/idle")?.("first");
  expect(await text(idle)).toBe("first");

  let isClosed = false;
  const closed = close().then(() => {
    isClosed = true;
  });
  await new Promise(setImmediate);
  expect(isClosed).toBe(false);
  endings.get("/watch")?.("last");
  expect(await text(watch)).toBe("last");
  await closed;
});

it("answers all requests of a connection that have arrived, and says with the last that it is", async () => {
  const arrived = Promise.withResolvers<void>();
  const answers: (() => void)[] = [];
  const { close, port } = await serve((request, response) => {
    answers.push(() => response.end(`answer ${request.url};`));
    if (answers.length === 2) arrived.resolve();
  });
  const client = await send(port, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  await arrived.promise;
  const closed = close();
  for (const answer of answers) answer();
  const read = await text(client);
  expect(read.match(/Connection: [-a-z]+|answer \S+;/g)).toEqual([
    "Connection: keep-alive",
    "answer /1;",
    "Connection: close",
    "answer /2;",
  ]);
  await closed;
});

it("cuts a client off that does not read its last answer", async () => {
  const begun = Promise.withResolvers<void>();
  const server = createServer((_request, response) => {
    response.end(Buffer.alloc(64 * 1024 * 1024));
    begun.resolve();
  });
  const { close, port } = await listening(server, 0.05);
  (await send(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).pause();
  await begun.promise;
  await close();
});

it("waits for who upgraded its connection", async () => {
  const upgraded = Promise.withResolvers<Socket>();
  const { close, port } = await serve(echo, (server) =>
    server.on("upgrade", ({ socket }: IncomingMessage) => upgraded.resolve(socket)),
  );
  const client = await send(port, "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: it\r\n\r\n");
  const socket = await upgraded.promise;
  const closed = close();
  await new Promise(setImmediate);
  socket.end("the end");
  expect(await text(client)).toBe("the end");
  client.end();
  await closed;
});
