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

it.each(["127.0.0.1", "[::1]"])("is reached at %s where no host is set", async (host) => {
  const listening = await listen("REST_ADDRESS", app, { host: "", port: 0 });
  const { port } = new URL(listening.url);
  expect(await (await fetch(`http://${host}:${port}`)).text()).toBe("here");
  await listening.close();
});

it("keeps so many connections of one address and answers others", async () => {
  const listening = await listen("REST_ADDRESS", app, anyPort);
  const port = Number(new URL(listening.url).port);
  const flood = Array.from({ length: 200 }, () => connect({ port, host: "127.0.0.1", localAddress: "127.0.0.2" }));
  const left = new Set(flood);
  await new Promise<void>((resolve) => {
    for (const socket of flood) {
      socket.resume().on("error", () => {}); // some connections are cut
      socket.once("close", () => left.delete(socket) && left.size === 128 && resolve());
    }
  });
  expect((await fetch(listening.url)).status).toBe(200);
  for (const socket of flood) socket.destroy();
  await listening.close();
});

it("closes while somebody is connected who has sent nothing", async () => {
  const listening = await listen("REST_ADDRESS", app, anyPort);
  const client = connect(Number(new URL(listening.url).port), "127.0.0.1").resume();
  client.on("error", () => {}); // the connection is cut
  await once(client, "connect");
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
