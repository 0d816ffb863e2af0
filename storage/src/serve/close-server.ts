import type { Socket } from "node:net";
import type { ServerType } from "@hono/node-server";

/** A client that does not read its last answer is not waited for longer than this. */
const patienceSeconds = 10;

/**
 * How to end a server, to be made when it is: stops listening and waits for the requests that are being answered.
 * Watches have been ended before.
 */
export function serverCloser(server: ServerType): () => Promise<void> {
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
      server.close((error) => {
        clearTimeout(cutOff);
        if (error) reject(error);
        else resolve();
      });
    });
}
