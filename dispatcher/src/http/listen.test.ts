import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { listen } from "./listen.ts";

const app = { fetch: () => new Response("here") };
const anyPort = { host: "127.0.0.1", port: 0 };

it("says which setting names an address that is taken", async () => {
  const first = await listen("REST_ADDRESS", app, anyPort);
  try {
    expect(await (await fetch(first.url)).text()).toBe("here");
    const port = Number(new URL(first.url).port);
    await expect(listen("PROBE_ADDRESS", app, { host: "127.0.0.1", port })).rejects.toThrow(
      `PROBE_ADDRESS 127.0.0.1:${port}: something else listens there`,
    );
  } finally {
    await first.close();
  }
});

it.each([
  ["nothing", ""],
  ["a part of a head", "GET / HTTP/1.1\r\nHost"],
  ["a part of a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nbody"],
  ["a request and a part of the next", "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /"],
])("closes while somebody has sent %s", async (_what, sent) => {
  const reading = { fetch: async (request: Request) => new Response(await request.text()) };
  const listening = await listen("REST_ADDRESS", reading, anyPort);
  const client = connect(Number(new URL(listening.url).port), "127.0.0.1").resume();
  client.on("error", () => {}); // the connection is cut
  await once(client, "connect");
  if (sent !== "") await new Promise((written) => client.write(sent, written));
  const ended = once(client, "close");
  // Answered after what came before it.
  expect((await fetch(listening.url)).status).toBe(200);
  await listening.close();
  await ended;
});

it("answers a request that has arrived before it closes", async () => {
  const [arrived, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<Response>()];
  const waiting = {
    fetch: () => {
      arrived.resolve();
      return answer.promise;
    },
  };
  const listening = await listen("REST_ADDRESS", waiting, anyPort);
  const asked = fetch(listening.url);
  await arrived.promise;
  const closed = listening.close();
  answer.resolve(new Response("answered"));
  expect(await (await asked).text()).toBe("answered");
  await closed;
});
