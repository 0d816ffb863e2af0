import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { type Bodies, jsonBodies } from "./bodies.ts";
import { parsedPage, type ReadPage } from "./list-page.ts";

/** Where a server is and how one is known to it. */
export type Address = {
  url: string;
  token?: string | undefined;
  /** Texts in PEM. */
  cert?: string | undefined;
  key?: string | undefined;
  ca?: string | undefined;
};

export type Answer = { code: number; body: Buffer };
export type Headers = Record<string, string>;

export type Client = {
  address: Address;
  /** What it sends, and reads in what it is answered. */
  bodies: Bodies;
  /** JSON, unless the headers say something else. */
  send(method: string, path: string, body?: string | Uint8Array, headers?: Headers): Promise<Answer>;
  /** Calls back with what arrives until it is closed. Resolves when the answer has begun. */
  stream(path: string, data: (chunk: Buffer) => void): Promise<{ close: () => void }>;
  readPage: ReadPage;
  close(): void;
};

/** HTTP/1.1 with a connection for each request that is on its way at once. */
export function createClient(address: Address): Client {
  const { url, token, ...tls } = address;
  const isSecure = url.startsWith("https:");
  const settings = { keepAlive: true, noDelay: true };
  const agent = isSecure ? new HttpsAgent({ ...settings, ...tls }) : new HttpAgent(settings);
  const start = isSecure ? httpsRequest : httpRequest;
  const common = { ...(token && { Authorization: `Bearer ${token}` }), "User-Agent": "bench/1" };

  function open(method: string, path: string, body: string | Uint8Array | undefined, headers: Headers): ClientRequest {
    const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
    const type = body === undefined ? {} : { "Content-Type": "application/json" };
    const sent = start(new URL(path, url), { method, agent, headers: { ...common, ...type, ...length, ...headers } });
    sent.end(body);
    return sent;
  }
  return {
    address,
    bodies: jsonBodies,
    send: async (method, path, body, headers = {}) => {
      const response = await responseTo(open(method, path, body, headers));
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      return { code: response.statusCode ?? 0, body: Buffer.concat(chunks) };
    },
    stream: async (path, data) => {
      const request = open("GET", path, undefined, {});
      const response = await responseTo(request);
      if (response.statusCode !== 200) throw new Error(`GET ${path}: ${response.statusCode}`);
      response.on("data", data);
      response.on("error", () => {});
      request.on("error", () => {});
      return { close: () => request.destroy() };
    },
    readPage: parsedPage,
    close: () => agent.destroy(),
  };
}

function responseTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once("response", resolve);
    request.once("error", reject);
  });
}
