import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { Socket } from "node:net";

/** A request of which a part is missing gets this long to arrive, once nothing else is owed on its connection. */
const arriveWithinMs = 1000;

type Exchange = { request: IncomingMessage; response: ServerResponse };
type Connection = { socket: Socket; exchanges: Set<Exchange>; isUpgraded: boolean };

/**
 * How to end an HTTP server, to be made before it listens and after its listeners for upgrades. The promise resolves when
 * no connection is left:
 *
 * - connections without a request are closed at once, also those that never sent anything or are within a handshake;
 * - a request that has arrived whole is answered, and an answer that has begun goes on to its end;
 * - the last answer of a connection says `Connection: close` where its head is still to be written;
 * - who upgraded its connection is to be told elsewhere, before;
 * - what is left after `patienceSeconds` is cut off: clients that do not read, work that does not end.
 *
 * Node's `closeIdleConnections` leaves those that have never sent anything, and once a server is closed nothing ends a
 * request of which a part is missing.
 */
export function serverCloser(server: Server | TlsServer, { patienceSeconds = 10 } = {}): () => Promise<void> {
  const connections = openConnections(server);
  let isClosing = false;
  server.prependListener("request", (request: IncomingMessage, response: ServerResponse) => {
    const connection = connections.get(keyOf(request.socket));
    if (!connection) return; // gone already
    const exchange = { request, response };
    connection.exchanges.add(exchange);
    if (isClosing) response.shouldKeepAlive = false;
    const check = () => {
      if (response.closed && (request.complete || request.closed)) connection.exchanges.delete(exchange);
      if (isClosing) release(connection);
    };
    response.once("close", check);
    request.once("close", check);
  });
  return () =>
    new Promise((resolve, reject) => {
      isClosing = true;
      const cutOff = setTimeout(() => {
        for (const { socket } of connections.values()) socket.destroy();
      }, patienceSeconds * 1000);
      server.close((error) => {
        clearTimeout(cutOff);
        if (error) reject(error);
        else resolve();
      });
      for (const connection of connections.values()) {
        const newest = [...connection.exchanges].at(-1);
        if (newest) newest.response.shouldKeepAlive = false;
        release(connection);
      }
    });
}

/** Closes a connection on which nothing is owed any more. */
function release(connection: Connection): void {
  const { socket, exchanges, isUpgraded } = connection;
  if (isUpgraded || isOwed(exchanges)) return;
  if (exchanges.size === 0) {
    socket.destroySoon();
    return;
  }
  setTimeout(() => {
    if (!isOwed(exchanges)) socket.destroy();
  }, arriveWithinMs).unref();
}

function isOwed(exchanges: Set<Exchange>): boolean {
  return [...exchanges].some(({ request, response }) => !response.closed && (request.complete || response.headersSent));
}

function openConnections(server: Server | TlsServer): Map<string, Connection> {
  const connections = new Map<string, Connection>();
  const add = (socket: Socket) => {
    const key = keyOf(socket);
    const connection = { socket, exchanges: new Set<Exchange>(), isUpgraded: false };
    connections.set(key, connection);
    socket.once("close", () => {
      if (connections.get(key) === connection) connections.delete(key);
    });
  };
  server.on("connection", add);
  // Takes the place of the connection that the handshake was made on.
  server.on("secureConnection", add);
  // A listener is a promise to take upgrades: a server without one answers such requests like others.
  if (server.listenerCount("upgrade") > 0) {
    server.on("upgrade", ({ socket }: IncomingMessage) => {
      const connection = connections.get(keyOf(socket));
      if (connection) connection.isUpgraded = true;
    });
  }
  return connections;
}

/** The same for a TLS connection and the one below it, which Node does not tell in another way. */
function keyOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
