import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedStorage, startEmbedded } from "./embedded-storage.ts";

/** An embedded storage that can be stopped and started again behind one address, as a pod behind its Service. */
export type RestartedStorage = {
  /** For clients: address and token stay the same. */
  kubeconfig: string;
  database: string;
  /** Whether a client was told so since the last time this was asked. */
  hasSaid: (words: string) => boolean;
  /** Kills it and ends all connections, does something while nobody answers, and starts it again. */
  restart: (meanwhile?: () => Promise<void>) => Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startBehindOneAddress(): Promise<RestartedStorage> {
  const folder = mkdtempSync(join(tmpdir(), "sortie-restarted-"));
  const database = join(folder, "storage.sqlite");
  const start = () => startEmbedded(database, join(folder, "kubeconfig-own"));
  const first = await start();
  let storage = Promise.resolve(first);
  let said = "";
  const hear = (chunk: Buffer) => {
    said += chunk.toString("latin1");
  };
  const front = createFront(() => storage, hear).listen(0, "127.0.0.1");
  await once(front, "listening");
  const { port } = front.address() as AddressInfo;
  const kubeconfig = join(folder, "kubeconfig");
  const own = readFileSync(join(folder, "kubeconfig-own"), "utf8");
  writeFileSync(kubeconfig, own.replaceAll(first.url, `http://127.0.0.1:${port}`), { mode: 0o600 });

  return {
    kubeconfig,
    database,
    hasSaid: (words) => {
      const heard = said.includes(words);
      said = "";
      return heard;
    },
    restart: async (meanwhile = async () => {}) => {
      const before = await storage;
      storage = before.kill().then(meanwhile).then(start);
      front.closeAllConnections();
      await storage;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(front, "close");
      front.close();
      front.closeAllConnections();
      await closed;
      await (await storage).kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Passes requests on to the storage that there is, with the token of that one. While there is none they wait: clients that
 * are refused wait longer each time, up to a minute, which says nothing about storage.
 */
function createFront(storage: () => Promise<EmbeddedStorage>, hear: (chunk: Buffer) => void): Server {
  return createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    storage().then(
      (present) => pass(present, incoming, outgoing, hear),
      () => outgoing.destroy(),
    );
  });
}

function pass(
  { url, token }: EmbeddedStorage,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  hear: (chunk: Buffer) => void,
): void {
  if (outgoing.destroyed) return;
  const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
  const passed = request(new URL(incoming.url ?? "/", url), { method: incoming.method ?? "GET", headers });
  // Either end may go away: then the other is told by a connection that ends.
  passed.on("error", () => outgoing.destroy());
  outgoing.on("close", () => passed.destroy());
  passed.on("response", (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    outgoing.flushHeaders();
    response.on("data", hear).on("error", () => outgoing.destroy());
    response.pipe(outgoing);
  });
  incoming.pipe(passed);
}
