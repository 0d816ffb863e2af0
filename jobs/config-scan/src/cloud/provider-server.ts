import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. `form` are the fields of AWS' query protocol. */
export type Asked = { method: string; path: string; query: URLSearchParams; form: URLSearchParams; headers: Headers };

type Answer = (response: ServerResponse, asked: Asked) => void;

/** For tests: a provider's API on loopback, by the beginnings of what it answers to: a path, or an action of IAM. */
export async function providerServer(answers: Record<string, Answer>) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void read(request).then((one) => {
      asked.push(one);
      const key = one.form.get("Action") ?? one.headers.get("x-amz-target") ?? one.path;
      answered(answers, key)(response, one);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export function answered(answers: Record<string, Answer>, key: string): Answer {
  const found = Object.entries(answers).find(([beginning]) => key.startsWith(beginning));
  return found?.[1] ?? json({ error: { message: "no such thing" } }, 404);
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

export function xml(body: string, status = 200): Answer {
  return (response) => {
    response.writeHead(status, { "content-type": "text/xml" }).end(body);
  };
}

/** An answer that ends before it says all that it announced. */
export function truncated(body: string): Answer {
  return (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": String(body.length + 100) });
    response.write(body, () => response.destroy());
  };
}

/** The answers one after the other; the last one stays. */
export function inTurn(...all: Answer[]): Answer {
  let next = 0;
  return (response, asked) => {
    all[Math.min(next, all.length - 1)]?.(response, asked);
    next += 1;
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://provider");
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const form = new URLSearchParams(Buffer.concat(parts).toString());
  return { method: request.method ?? "", path: pathname, query: searchParams, form, headers };
}
