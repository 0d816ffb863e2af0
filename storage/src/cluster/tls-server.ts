import { createServer, type Server } from "node:https";
import { getRequestListener } from "@hono/node-server";
import type { Fetch } from "../api/app.ts";
import type { KeyPair } from "../certificate/issue.ts";

/** Longer than the 90 s that Go keeps an idle connection, so that the client is the one who closes it. */
const keepAliveMs = 120_000;
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
  } as const;
  const answer = getRequestListener(fetch);
  return createServer(options, (incoming, outgoing) => void answer(incoming, outgoing));
}
