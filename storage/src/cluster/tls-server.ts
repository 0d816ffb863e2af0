import { createServer, type Server } from "node:https";
import type { TLSSocket } from "node:tls";
import { getRequestListener } from "@hono/node-server";
import type { Fetch } from "../api/app.ts";
import type { KeyPair } from "../certificate/issue.ts";
import { keepAliveMs } from "../serve/keep-alive.ts";
import { isWebSocket } from "../websocket/handshake.ts";

/** Users with many groups and extras make long headers. */
const maxHeaderBytes = 64 * 1024;

/**
 * HTTP/1.1 over TLS. With HTTP/2 a request takes Node about a sixth more CPU time, and kube-apiserver keeps 25 connections
 * for what it asks next; the price is a connection for each open watch, 80 kB in place of 15. Client certificates are
 * asked for and not judged here: which authority signed one decides what it may claim, so `isSignedBy` looks at each.
 */
export function createTlsServer(fetch: Fetch, serving: KeyPair): Server {
  const options = {
    cert: serving.certificate,
    key: serving.key,
    minVersion: "TLSv1.2",
    requestCert: true,
    rejectUnauthorized: false,
    maxHeaderSize: maxHeaderBytes,
    keepAliveTimeout: keepAliveMs,
    // Whoever would rather speak something else, as clients written in Java offer HTTP/2, goes on as before.
    shouldUpgradeCallback: isWebSocket,
  } as const;
  const answer = getRequestListener(fetch);
  const server = createServer(options, (incoming, outgoing) => void answer(incoming, outgoing));
  server.on("secureConnection", readThroughStream);
  return server;
}

/**
 * While an answer waits to be written Node reads no further request of its connection. Where its HTTP parser reads from
 * TLS directly, records that have arrived already come all the same, and it ends the connection with "Parse Error:
 * Paused": a request that kube-apiserver sends in pieces is lost. Whoever listens for data makes it read through the
 * stream, which keeps them.
 */
function readThroughStream(socket: TLSSocket): void {
  socket.on("data", () => {});
}
