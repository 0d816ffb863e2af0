import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Agent, get } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { createLogger } from "@sortie/process";
import { expect, it } from "vitest";
import { addressOf } from "../access/peer.ts";
import { followMountedCertificate } from "../certificate/mounted-certificate.ts";
import { renewed } from "../certificate/renew.ts";
import type { Answer } from "../serve/answer.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { serveTls } from "./serve-tls.ts";

const names = ["storage.kubescape.svc"];
const log = createLogger("storage", "silent");

it("serves a renewed certificate without a restart, and does not drop who is connected", async () => {
  const folder = temporaryFolder();
  const files = { certificate: join(folder, "tls.crt"), key: join(folder, "tls.key") };
  const put = async () => {
    const { serving: pair } = await renewed(undefined, names, new Date());
    writeFileSync(files.key, pair.key);
    writeFileSync(files.certificate, pair.certificate);
  };
  const stop = new AbortController();
  const serving = serveTls(async () => ({ code: 200, headers: {}, body: "ok" }), "127.0.0.1:0");
  await put();
  const following = followMountedCertificate(files, { log, signal: stop.signal, checkSeconds: 0.02 }, serving.use);
  const { port } = await serving.listening;

  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  const connection = await askedOver(agent, port);
  const before = await servedBy(port);
  await put();
  await expect.poll(() => servedBy(port), { timeout: 10_000 }).not.toBe(before);
  expect(await askedOver(agent, port)).toBe(connection);

  stop.abort();
  await following;
  await serving.close();
  rmSync(folder, { recursive: true });
});

it.each(["127.0.0.1", "::1"])("is reached at %s where no host is set, and knows who calls by that", async (host) => {
  const serving = serveTls(
    async (_, connection) => ({ code: 200, headers: {}, body: `${addressOf(connection)}` }),
    ":0",
  );
  serving.use((await renewed(undefined, names, new Date())).serving);
  const { port } = await serving.listening;
  const [response] = await once(get({ host, port, agent: false, rejectUnauthorized: false }), "response");
  expect(await text(response)).toBe(host);
  await serving.close();
});

it("stops with the last answer, whoever is connected and has not begun a handshake, or asked anything", async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Answer>();
  const ask = async () => {
    asked.resolve();
    return answer.promise;
  };
  const serving = serveTls(ask, "127.0.0.1:0");
  serving.use((await renewed(undefined, names, new Date())).serving);
  const { port } = await serving.listening;
  const silent = connect(port, "127.0.0.1").on("error", () => {}); // it is cut
  const idle = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false }).on("error", () => {});
  await Promise.all([once(silent, "connect"), once(idle, "secureConnect")]);
  const ended = Promise.all([once(silent.resume(), "close"), once(idle.resume(), "close")]);
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  const response = once(get({ host: "127.0.0.1", port, agent }), "response");
  await asked.promise;
  const closed = serving.close();
  await ended;
  answer.resolve({ code: 200, headers: {}, body: "last" });
  const [last] = (await response) as [IncomingMessage];
  expect([last.headers.connection, await text(last)]).toEqual(["close", "last"]);
  await closed;
});

/** Asks once. Returns the port of the connection. */
async function askedOver(agent: Agent, port: number): Promise<number | undefined> {
  const [response] = await once(get({ host: "127.0.0.1", port, agent }), "response");
  const { localPort } = response.socket;
  expect(await text(response)).toBe("ok");
  return localPort;
}

/** Fingerprint of what a new connection is shown. */
function servedBy(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.end();
    });
    socket.once("error", reject);
  });
}
