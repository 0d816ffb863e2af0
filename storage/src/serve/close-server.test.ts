import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { serverCloser } from "./close-server.ts";

it("ends with the last answer, although clients keep their connections", async () => {
  const answers: ServerResponse[] = [];
  const server = createServer({ keepAliveTimeout: 120_000 }, (_request, response) => {
    answers.push(response.writeHead(200));
    response.flushHeaders();
  });
  const close = serverCloser(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const [idle, watch] = await Promise.all([ask(port, agent), ask(port, agent)]);
  answers[0]?.end("first");
  expect(await text(idle)).toBe("first");

  let isClosed = false;
  const closed = close().then(() => {
    isClosed = true;
  });
  await expect.poll(() => server.listening).toBe(false);
  expect(isClosed).toBe(false);
  answers[1]?.end("last");
  expect(await text(watch)).toBe("last");
  await closed;
});

async function ask(port: number, agent: Agent): Promise<IncomingMessage> {
  const [response] = await once(get({ port, agent, host: "127.0.0.1" }), "response");
  return response as IncomingMessage;
}
