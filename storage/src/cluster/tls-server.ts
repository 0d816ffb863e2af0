import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import type { KeyPair } from "../certificate/issue.ts";
import { keepAliveMs } from "../serve/keep-alive.ts";
import { type Ask, requestListener } from "../serve/request-listener.ts";
import { isWebSocket } from "../websocket/handshake.ts";

/** Users with many groups and extras make long headers. */
const maxHeaderBytes = 64 * 1024;

/** How long a request may take to arrive: as long as kube-apiserver has for all of it. Node would wait for five minutes. */
const arrivalMs = 60_000;

/**
 * HTTP/1.1 over TLS. With HTTP/2 a request takes Node about a sixth more CPU time, and kube-apiserver keeps 25 connections
 * for what it asks next; the price is a connection for each open watch, 80 kB in place of 15. Client certificates are
 * asked for and not judged here: which authority signed one decides what it may claim, so `isSignedBy` looks at each.
 *
 * @param requestMs Who has not sent a whole request by then is told 408 and cut off: it has one of few places.
 */
export function createTlsServer(ask: Ask, serving: KeyPair, requestMs = arrivalMs): Server {
  const options = {
    cert: serving.certificate,
    key: serving.key,
    minVersion: "TLSv1.2",
    requestCert: true,
    rejectUnauthorized: false,
    maxHeaderSize: maxHeaderBytes,
    keepAliveTimeout: keepAliveMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: requestMs / 2,
    // Names in place of this would be copied for each connection, into 64 kB that small buffers share: it would keep them.
    ALPNCallback: ({ protocols }: { protocols: string[] }) => protocols.find((name) => name === "http/1.1"),
    // Whoever would rather speak something else, as clients written in Java offer HTTP/2, goes on as before.
    shouldUpgradeCallback: isWebSocket,
  } as const;
  const answer = requestListener(ask);
  return createServer(options, (incoming, outgoing) => {
    readThroughStream(incoming);
    answer(incoming, outgoing);
  });
}

/**
 * While an answer waits to be written Node reads no further request of its connection: it pauses the socket when the next one
 * has begun. Where its HTTP parser reads from TLS directly, records that have arrived already come all the same, and it ends
 * the connection with "Parse Error: Paused": a request that kube-apiserver sends in pieces is lost. Whoever listens for data
 * makes it read through the stream, which keeps them, and takes a tenth longer for a small request.
 */
function readThroughStream({ socket }: IncomingMessage): void {
  if (!socket.isPaused() || socket.listeners("data").includes(listen)) return;
  socket.on("data", listen);
  // With the parser went what begins to read again after a pause, and the stream waits for what it has asked for before:
  // nothing, pushed, ends that (Node, "readable.push('')"), or the connection's next request is never read.
  socket.push(Buffer.alloc(0));
}

function listen(): void {}
