import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the server was sent. */
type Received = { method: string; path: string; query: URLSearchParams; key: string | undefined; body: string };

/** How the server answers its requests, by their number from 0. */
export type Answers = (response: ServerResponse, number: number, received: Received) => void;

export const accepts: Answers = (response) => response.end('{"message":"ok"}');

/** For tests: a real HTTP server on loopback and a folder of credentials for it. */
export async function receiverServer(answer: Answers = accepts) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void read(request).then((one) => answer(response, received.push(one) - 1, one));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const dir = mkdtempSync(join(tmpdir(), "credentials-"));
  writeFileSync(join(dir, "account"), "account-1\n");
  writeFileSync(join(dir, "accessKey"), "key-1\n");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: dir,
    received,
    async [Symbol.asyncDispose]() {
      rmSync(dir, { recursive: true });
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function read(request: IncomingMessage): Promise<Received> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://receiver");
  const key = request.headers["x-api-key"];
  const body = Buffer.concat(parts).toString();
  return { method: request.method ?? "", path: pathname, query: searchParams, key: key?.toString(), body };
}
