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
  /** Kills it, does something while nobody answers at the address, and starts it again. */
  restart: (meanwhile?: () => Promise<void>) => Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startBehindOneAddress(): Promise<RestartedStorage> {
  const folder = mkdtempSync(join(tmpdir(), "sortie-restarted-"));
  const database = join(folder, "storage.sqlite");
  let storage = await startEmbedded(database, join(folder, "kubeconfig-own"));
  let said = "";
  const hear = (chunk: Buffer) => {
    said += chunk.toString("latin1");
  };
  let front = await listen(
    createFront(() => storage, hear),
    0,
  );
  const { port } = front.address() as AddressInfo;
  const kubeconfig = join(folder, "kubeconfig");
  const own = readFileSync(join(folder, "kubeconfig-own"), "utf8");
  writeFileSync(kubeconfig, own.replaceAll(storage.url, `http://127.0.0.1:${port}`), { mode: 0o600 });

  return {
    kubeconfig,
    database,
    hasSaid: (words) => {
      const heard = said.includes(words);
      said = "";
      return heard;
    },
    restart: async (meanwhile = async () => {}) => {
      await stopListening(front);
      await storage.kill();
      await meanwhile();
      storage = await startEmbedded(database, join(folder, "kubeconfig-own"));
      front = await listen(
        createFront(() => storage, hear),
        port,
      );
    },
    [Symbol.asyncDispose]: async () => {
      await stopListening(front);
      await storage.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Passes requests on to the storage that there is, with the token of that one. */
function createFront(storage: () => EmbeddedStorage, hear: (chunk: Buffer) => void): Server {
  return createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { url, token } = storage();
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
  });
}

async function listen(server: Server, port: number): Promise<Server> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function stopListening(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
