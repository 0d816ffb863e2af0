import type { Server, ServerResponse } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { Socket } from "node:net";

/** A client that does not read its last answer is not waited for longer than this. */
const patienceSeconds = 10;
/** How often connections are closed whose last answer has ended. Clients keep them for the next request. */
const sweepMs = 50;

/**
 * How to end a server, to be made when it is: stops listening and waits for the requests that are being answered.
 * Watches have been ended before.
 */
export function serverCloser(server: Server | TlsServer): () => Promise<void> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return () =>
    new Promise((resolve, reject) => {
      const cutOff = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, patienceSeconds * 1000);
      const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
      server.prependListener("request", sayGoodbye);
      server.close((error) => {
        clearTimeout(cutOff);
        clearInterval(sweep);
        if (error) reject(error);
        else resolve();
      });
    });
}

/** To a request that came on an open connection meanwhile. */
function sayGoodbye(_request: unknown, response: ServerResponse): void {
  response.shouldKeepAlive = false;
}
