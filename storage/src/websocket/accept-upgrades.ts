import { once } from "node:events";
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Server } from "node:https";
import type { Duplex } from "node:stream";
import { requestInfo } from "../api/request-info.ts";
import { asResponse } from "../serve/answer.ts";
import { receivedAs, receivedFrom } from "../serve/received.ts";
import type { Ask } from "../serve/request-listener.ts";
import { closeCodes, closeFrame, createFrameReader, pongFrame, textFrame } from "./frames.ts";
import { type Handshake, readHandshake, switchingProtocols } from "./handshake.ts";
import { lines } from "./lines.ts";

/**
 * Watches over WebSockets, as browsers open them through kube-apiserver: each event is a text frame with one JSON object.
 * The request goes through the same application as every other; what is no watch, or is refused, is answered over HTTP.
 */
export function acceptUpgrades(server: Server, ask: Ask): void {
  server.on("upgrade", (incoming: IncomingMessage, socket: Duplex) => {
    // Whoever is gone cannot be told.
    socket.on("error", () => socket.destroy());
    void answer(incoming, socket, ask).catch(() => socket.destroy());
  });
}

async function answer(incoming: IncomingMessage, socket: Duplex, ask: Ask): Promise<void> {
  const uri = receivedFrom(incoming)?.uri;
  if (uri === undefined) {
    await answerOverHttp(socket, new Response(null, { status: 400 }));
    return;
  }
  const handshake = readHandshake(incoming);
  const request = requestOf(uri, incoming, handshake);
  const response = asResponse(await ask(receivedAs(request), { incoming }));
  const isWatch = response.ok && requestInfo(request.method, new URL(request.url)).verb === "watch";
  if (handshake && isWatch && response.body) await tell(socket, handshake, response.body);
  else await answerOverHttp(socket, response);
}

/** Events are told as JSON, whatever else the client reads. */
function requestOf(
  uri: string,
  { method = "GET", rawHeaders }: IncomingMessage,
  handshake: Handshake | undefined,
): Request {
  const headers = new Headers();
  for (let line = 0; line < rawHeaders.length; line += 2)
    headers.append(rawHeaders[line] ?? "", rawHeaders[line + 1] ?? "");
  if (headers.get("accept")?.includes("protobuf")) headers.set("accept", "application/json");
  if (handshake?.token !== undefined && !headers.has("authorization"))
    headers.set("authorization", `Bearer ${handshake.token}`);
  return new Request(`https://localhost${uri}`, { method, headers });
}

async function tell(socket: Duplex, handshake: Handshake, events: ReadableStream<Uint8Array>): Promise<void> {
  socket.write(switchingProtocols(handshake));
  const gone = new AbortController();
  const reader = events.getReader();
  let code: number = closeCodes.normal;
  const stop = () => {
    gone.abort();
    void reader.cancel();
  };
  socket.once("close", stop);
  const read = createFrameReader();
  socket.on("data", (bytes: Buffer) => {
    for (const frame of read(bytes)) {
      if (frame.is === "ping") {
        // Whoever does not read needs no answer, and could have any number of them wait. RFC 6455, section 5.5.3.
        if (!socket.writableNeedDrain) socket.write(pongFrame(frame.payload));
      } else {
        code = frame.code;
        stop();
      }
    }
  });
  for await (const line of lines(chunksOf(reader))) {
    // A client that does not read leaves its events where they can be bounded.
    if (!socket.write(textFrame(line))) await once(socket, "drain", { signal: gone.signal }).catch(() => undefined);
  }
  socket.end(closeFrame(code));
}

async function* chunksOf(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function answerOverHttp(socket: Duplex, response: Response): Promise<void> {
  const head = [
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ""}`,
    ...[...response.headers].map(([name, value]) => `${name}: ${value}`),
    "connection: close",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  for await (const chunk of response.body ?? []) {
    if (!socket.write(chunk)) await once(socket, "drain");
  }
  socket.end();
}
