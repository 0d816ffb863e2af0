import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Server, Socket } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { systemReason } from "@sortie/process/system-reason";
import type { Address } from "../config.ts";

/** Connections beyond these are closed at once; callers come again. */
const maxConnections = 512;

/** A request arrives whole within this long, so that slow senders hold no connections. */
const requestTimeoutMs = 30_000;

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
  });
  server.maxConnections = maxConnections;
  const open = openConnections(server);
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
      open.close();
      await closed;
    },
  };
}

/**
 * The connections of a server, each with the request that is being answered on it. Node's own way to close idle ones leaves
 * those that have never sent anything, and once a server is closed nothing ends a request of which a part is missing.
 */
function openConnections(server: Server) {
  const requests = new Map<Socket, IncomingMessage | undefined>();
  let isClosing = false;
  server.on("connection", (socket: Socket) => {
    requests.set(socket, undefined);
    socket.once("close", () => requests.delete(socket));
  });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    requests.set(request.socket, request);
    response.once("close", () => {
      if (isClosing) request.socket.end();
      else if (requests.has(request.socket)) requests.set(request.socket, undefined);
    });
  });
  return {
    /** Closes those without a request at once, and the others when it is answered. */
    close(): void {
      isClosing = true;
      for (const [socket, request] of requests) if (!request?.complete) socket.destroy();
    },
  };
}
