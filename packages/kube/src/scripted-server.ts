// For tests of this package: a server that answers as the test says, for what a real API server does only when it breaks.
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { onTestFinished } from "vitest";
import type { Access } from "./access/access.ts";

/** PEM of one of the certificates in `testdata/tls`. The servers' are for `localhost`, 127.0.0.1 and `api.example`. */
export function pem(
  name: "one-ca" | "other-ca" | "one-server" | "one-server.key" | "other-server" | "other-server.key",
) {
  return readFileSync(new URL(`../testdata/tls/${name}.pem`, import.meta.url), "utf8");
}

/** Listens on loopback until the test ends. `connections` counts those that were ever opened. */
export async function startServer(
  answer: RequestListener,
  options: { tls?: "one" | "other"; wantsClientCertificate?: boolean } = {},
) {
  const { tls, wantsClientCertificate: requestCert = false } = options;
  const identity = tls && { cert: pem(`${tls}-server`), key: pem(`${tls}-server.key`), ca: pem("one-ca"), requestCert };
  const server = identity ? createHttpsServer(identity, answer) : createHttpServer(answer);
  let connections = 0;
  server.on(identity ? "secureConnection" : "connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const onConnect = (take: (target: string, socket: Duplex) => void) =>
    server.on("connect", (request: IncomingMessage, socket) => take(request.url ?? "", socket));
  return { port, onConnect, url: `${tls ? "https" : "http"}://127.0.0.1:${port}`, connections: () => connections };
}

/** Answers each request with the next of the given answers; the last one stays. Remembers what was asked. */
export function script(...answers: RequestListener[]) {
  const asked: string[] = [];
  const answer: RequestListener = (request, response) => {
    const next = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(`${request.method} ${request.url}`);
    next?.(request, response);
  };
  return { answer, asked };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

/** A Kubernetes `Status` of a refusal. */
export function refusal(code: number, reason: string, headers: Record<string, string> = {}) {
  return json(
    { kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message: `it is ${reason}` },
    code,
    headers,
  );
}

/** Access without credentials, or with those given. */
export function accessTo(
  server: string,
  credentials: Partial<Awaited<ReturnType<Access["credentials"]>>> = {},
): Access {
  return {
    server,
    namespace: "default",
    credentials: async () => ({ headers: {}, tls: {}, ...credentials }),
  };
}
