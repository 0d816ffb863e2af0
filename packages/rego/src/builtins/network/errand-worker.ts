import { lookup } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { type MessagePort, workerData } from "node:worker_threads";
import { mayReach } from "../../runtime/allow-net.ts";
import { type Errand, largestBody, type Reply, type Response } from "./errand.ts";

type HttpErrand = Extract<Errand, { kind: "request" }>;

const { port, done } = workerData as { port: MessagePort; done: Int32Array };

async function run(errand: Errand): Promise<Reply> {
  try {
    if (errand.kind === "request") return { response: await attempt(errand) };
    const found = await lookup(errand.name, { all: true });
    return { addresses: found.map(({ address }) => address) };
  } catch (error) {
    const isNetwork = error instanceof Error && ("code" in error || error.name === "TimeoutError");
    return { problem: messageOf(error), isNetwork };
  }
}

/** One error of a connection that tried several addresses holds the others. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

async function attempt(asked: HttpErrand): Promise<Response> {
  for (let tried = 1; ; tried++) {
    try {
      return await follow(asked);
    } catch (error) {
      if (tried >= asked.attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** (tried - 1), 60_000)));
    }
  }
}

const mostRedirects = 10;

async function follow(asked: HttpErrand): Promise<Response> {
  let next = asked;
  for (let hops = 0; ; hops++) {
    const response = await ask(next);
    const place = asked.followsRedirects ? redirectIn(response) : undefined;
    if (place === undefined) return response;
    if (hops === mostRedirects) throw new Error(`stopped after ${mostRedirects} redirects`);
    next = redirected(next, place, response.status);
  }
}

function redirectIn({ status, headers }: Response): string | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  return headers.find(([name]) => name === "location")?.[1][0];
}

/** Every place that a redirect leads to must be allowed as the first one. */
function redirected(asked: HttpErrand, place: string, status: number): HttpErrand {
  const target = new URL(place, asked.url);
  const host = target.hostname.replace(/^\[|\]$/g, "");
  if (!mayReach(asked.allowNet, host)) throw new Error(`disallowed host: ${host}`);
  // What identifies the caller is for the first host only (RFC 9110, section 15.4).
  const headers = target.host === new URL(asked.url).host ? asked.headers : withoutCredentials(asked.headers);
  const next = { ...asked, headers, url: target.href };
  return status < 307 ? { ...next, method: asked.method === "HEAD" ? "HEAD" : "GET", body: "" } : next;
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  const secret = ["authorization", "cookie", "www-authenticate", "host"];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.includes(name.toLowerCase())));
}

function ask({ url, method, body, headers, tls, timeoutMs }: HttpErrand): Promise<Response> {
  const target = new URL(url);
  const signal = AbortSignal.timeout(timeoutMs);
  const length = Buffer.byteLength(body);
  const withLength =
    length > 0 || method === "POST" || method === "PUT" ? { ...headers, "Content-Length": length } : headers;
  return new Promise((resolve, reject) => {
    const isSecure = target.protocol === "https:";
    const options = { method, headers: withLength, signal, agent: false as const, ...(isSecure ? tls : {}) };
    const request = isSecure ? requestSecure(target, options) : requestPlain(target, options);
    request.on("error", reject);
    request.on("response", (message: IncomingMessage) => {
      read(message).then(resolve, reject);
    });
    request.end(body);
  });
}

async function read(message: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new Error(`response body is larger than ${largestBody} bytes`);
    chunks.push(chunk);
  }
  const headers = Object.entries(message.headersDistinct).map(([name, values = []]) => [name, values] as const);
  return {
    status: message.statusCode ?? 0,
    statusText: message.statusMessage ?? "",
    headers,
    body: new Uint8Array(Buffer.concat(chunks)),
  };
}

async function reply(errand: Errand): Promise<void> {
  port.postMessage(await run(errand));
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
}

port.on("message", (errand: Errand) => {
  void reply(errand);
});
