import { createSecureServer, type Http2SecureServer } from "node:http2";
import { createAdaptorServer } from "@hono/node-server";
import type { KeyPair } from "../certificate/issue.ts";

/** Longer than the 90 s that Go keeps an idle connection, so that the client is the one who closes it. */
const keepAliveMs = 120_000;
/** Users with many groups and extras make long headers. */
const maxHeaderBytes = 64 * 1024;
const maxStreams = 1000;

/**
 * HTTP/2 and HTTP/1.1 on one TLS port. Client certificates are asked for and not judged here: which authority signed one
 * decides what it may claim, so `isSignedBy` looks at each.
 */
export function createTlsServer(
  fetch: (request: Request, env: unknown) => Response | Promise<Response>,
  serving: KeyPair,
): Http2SecureServer {
  return createAdaptorServer({
    fetch,
    createServer: createSecureServer,
    serverOptions: {
      allowHTTP1: true,
      cert: serving.certificate,
      key: serving.key,
      minVersion: "TLSv1.2",
      requestCert: true,
      rejectUnauthorized: false,
      maxHeaderListPairs: 1000,
      settings: { maxConcurrentStreams: maxStreams, maxHeaderListSize: maxHeaderBytes },
      http1Options: { keepAliveTimeout: keepAliveMs },
    },
  }) as Http2SecureServer;
}
