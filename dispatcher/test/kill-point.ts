// A proxy between dispatcher and storage that stops the world at one call, so that a test kills the dispatcher there.
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A call of the dispatcher: `POST /apis/…/operatorcommands` and its body. */
export type Call = { method: string; path: string; body: string };

export type KillPoint = {
  /** Kubeconfig that leads through the proxy. */
  kubeconfig: string;
  /** Resolves when a matching call has come: `before` it reached storage, or `after`, with its answer held back. */
  reached(when: "before" | "after", matches: (call: Call) => boolean): Promise<void>;
  close(): Promise<void>;
};

/** `aheadSeconds`: how far the clock of the API server is ahead of this machine's, as its answers tell. */
export async function killPoint(kubeconfig: string, { aheadSeconds = 0 } = {}): Promise<KillPoint> {
  const text = readFileSync(kubeconfig, "utf8");
  const target = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? "";
  let armed: { when: "before" | "after"; matches: (call: Call) => boolean; reached: () => void } | undefined;

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await textOf(incoming);
    const call = { method: incoming.method ?? "", path: incoming.url ?? "", body };
    const point = armed?.matches(call) ? armed : undefined;
    if (point !== undefined) armed = undefined;
    if (point?.when === "before") return point.reached();
    const answer = await forward(target, incoming, body, outgoing);
    if (answer === undefined) return void outgoing.destroy();
    if (point?.when === "after") {
      await textOf(answer);
      return point.reached();
    }
    answer.headers.date = new Date(Date.now() + aheadSeconds * 1000).toUTCString();
    pass(answer, outgoing);
  };
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const through = `${kubeconfig}.through-proxy`;
  writeFileSync(through, text.replace(target, `http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  return {
    kubeconfig: through,
    reached: (when, matches) => new Promise((reached) => (armed = { when, matches, reached })),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** `undefined`: one of the two ends is gone. */
function forward(
  target: string,
  incoming: IncomingMessage,
  body: string,
  outgoing: ServerResponse,
): Promise<IncomingMessage | undefined> {
  const { host: _host, "transfer-encoding": _encoding, ...headers } = incoming.headers;
  const call = request(`${target}${incoming.url}`, {
    method: incoming.method,
    headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
  });
  outgoing.once("close", () => call.destroy());
  call.end(body);
  return new Promise((resolve) => {
    call.once("response", resolve);
    call.on("error", () => resolve(undefined));
  });
}

function pass(answer: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.pipe(outgoing);
  answer.on("error", () => outgoing.destroy());
  outgoing.once("close", () => answer.destroy());
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
