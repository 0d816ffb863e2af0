import { once } from "node:events";
import { Agent, get } from "node:https";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { renewed } from "../certificate/renew.ts";
import { Config } from "../config.ts";
import { limitConnections } from "./limit-connections.ts";
import { createTlsServer } from "./tls-server.ts";

const patience = { timeout: 10_000 };

let lines: object[];
let clock: number;
let sockets: Socket[];
let close: () => void;
let port: number;
let limit: ReturnType<typeof limitConnections>;

beforeEach(() => {
  lines = [];
  sockets = [];
  clock = 0;
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  close();
});

async function serve(perAddress: number, all: number, server = createServer()): Promise<void> {
  const log = { warn: (line: object) => lines.push(line) };
  limit = limitConnections({ perAddress, all }, log as never, () => new Date(clock));
  limit.guard(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  close = () => server.close();
  port = (server.address() as AddressInfo).port;
}

/** What became of a connection, when the server has decided that. */
async function connected(from = "127.0.0.1"): Promise<"open" | "refused by address" | "refused by server"> {
  const before = numbers();
  const socket = connect({ port, host: "127.0.0.1", localAddress: from });
  sockets.push(socket.on("error", () => {}));
  await expect.poll(numbers, patience).not.toEqual(before);
  const after = numbers();
  if (after.open > before.open) return "open";
  return after.address > before.address ? "refused by address" : "refused by server";
}

function numbers() {
  const values = limit.gauges().flatMap((gauge) => gauge.values.map(([, value]) => value));
  const [open = 0, address = 0, server = 0] = values;
  return { open, address, server };
}

it("refuses more connections of one address, and takes those of another", async () => {
  await serve(2, 100);
  const all = [await connected(), await connected(), await connected(), await connected("127.0.0.2")];
  expect(all).toEqual(["open", "open", "refused by address", "open"]);
});

it("takes another one, and serves it, when one has ended", async () => {
  const { serving } = await renewed(undefined, ["storage.kubescape.svc"], new Date());
  await serve(
    1,
    0,
    createTlsServer(async () => ({ code: 200, headers: {}, body: "ok" }), serving),
  );
  expect([await connected(), await connected()]).toEqual(["open", "refused by address"]);
  sockets[0]?.destroy();
  await expect.poll(() => numbers().open, patience).toBe(0);
  const agent = new Agent({ rejectUnauthorized: false });
  const [response] = await once(get({ host: "127.0.0.1", port, agent }), "response");
  expect(await text(response)).toBe("ok");
});

it("refuses more connections of all addresses together", async () => {
  await serve(0, 2);
  const all = [await connected(), await connected("127.0.0.2"), await connected("127.0.0.3")];
  expect(all).toEqual(["open", "open", "refused by server"]);
  expect(lines).toEqual([{ address: "127.0.0.3", limit: "server", open: 0, refused: 1 }]);
});

it("tells of the first refusal, and of all later ones once a minute", async () => {
  await serve(1, 0);
  for (let i = 0; i < 4; i += 1) await connected();
  expect(lines).toEqual([{ address: "127.0.0.1", limit: "address", open: 1, refused: 1 }]);
  clock += 60_000;
  await connected();
  expect(lines[1]).toEqual({ address: "127.0.0.1", limit: "address", open: 1, refused: 3 });
  clock -= 3_600_000;
  await connected();
  expect(lines[2], "by a clock that was put back").toMatchObject({ refused: 1 });
});

it("has room for the connections of a thousand watchers and more by default, all through one kube-apiserver", async () => {
  const { CONNECTIONS_PER_ADDRESS, CONNECTIONS } = Config.parse({});
  await serve(CONNECTIONS_PER_ADDRESS, CONNECTIONS);
  for (let count = 100; count <= 1200; count += 100) {
    while (sockets.length < count) sockets.push(connect(port, "127.0.0.1"));
    await expect.poll(numbers, patience).toEqual({ open: count, address: 0, server: 0 });
  }
});
