import { once } from "node:events";
import { createServer } from "node:http";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { systemReason } from "@sortie/process/system-reason";
import type { Address } from "../config.ts";

/** Connections beyond these are closed at once; callers come again. */
const maxConnections = 512;

/** A request arrives whole within this long, so that slow senders hold no connections. */
const requestTimeoutMs = 30_000;

export type Listening = { url: string; close(): Promise<void> };

/**
 * Serves an app over HTTP. Resolves when the port is open; `close` waits for requests under way.
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
  });
  server.maxConnections = maxConnections;
  server.listen(port, host);
  await once(server, "listening").catch((err: Error) => {
    throw new Error(`${variable} ${host}:${port}: ${systemReason(err)}`, { cause: err });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("listening on no port");
  const shown = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${shown}:${address.port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      if ("closeIdleConnections" in server) server.closeIdleConnections();
      await closed;
    },
  };
}
