import { once } from "node:events";
import { createServer } from "node:http";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import type { Address } from "../config.ts";

/** Connections beyond these are closed at once; callers come again. */
const maxConnections = 512;

/** A request arrives whole within this long, so that slow senders hold no connections. */
const requestTimeoutMs = 30_000;

export type Listening = { url: string; close(): Promise<void> };

/** Serves an app over HTTP. Resolves when the port is open; `close` waits for requests under way. */
export async function listen(
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
  await once(server, "listening");
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
