import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { serverCloser } from "@sortie/process";
import { systemReason } from "@sortie/process/system-reason";
import type { Address } from "../config.ts";
import { limitPeers } from "./limit-peers.ts";

/** Connections beyond these are closed at once; callers come again. */
const maxConnections = 512;

/** A request arrives whole within this long, so that slow senders hold no connections. */
const requestTimeoutMs = 30_000;

/** Answers wait for the API server, which is given 10 s a call; the process is ended 25 s after it was asked to stop. */
const patienceSeconds = 20;

export type Listening = { url: string; close(): Promise<void> };

/**
 * Serves an app over HTTP. Resolves when the port is open; `close` waits for the answers to requests that have arrived whole.
 *
 * @param variable what the address was read from, for the error where it cannot be had.
 */
export async function listen(
  variable: string,
  app: { fetch(request: Request, env: HttpBindings): Response | Promise<Response> },
  { host, port }: Address,
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, env as HttpBindings),
    createServer,
    serverOptions: { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs },
  }) as Server; // of `createServer`
  server.maxConnections = maxConnections;
  limitPeers(server);
  const close = serverCloser(server, { patienceSeconds });
  server.listen(port, host);
  await once(server, "listening").catch((err: Error) => {
    throw new Error(`${variable} ${host}:${port}: ${systemReason(err)}`, { cause: err });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("listening on no port");
  const shown = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return { url: `http://${shown}:${address.port}`, close };
}
