import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type AnswerReader, createAnswerReader } from "./answer-reader.ts";
import { jsonBodies } from "./bodies.ts";
import { type Address, type Answer, type Client, createClient, type Headers } from "./client.ts";
import { scannedPage } from "./list-page.ts";

/** What makes clients: Node's own, or ones that cost a third of it, so that the server is what limits the rates. */
export function clientFor(light: boolean): (address: Address) => Client {
  return light ? createLightClient : createClient;
}

type Connection = { socket: Socket; reader: AnswerReader };

/** HTTP/1.1 over plain sockets, one request at a time on each. It knows what servers of this API answer, and no more. */
function createLightClient(address: Address): Client {
  const { hostname, port, host } = new URL(address.url);
  const common = [
    `Host: ${host}`,
    "User-Agent: bench/1",
    ...(address.token ? [`Authorization: Bearer ${address.token}`] : []),
  ];
  const idle: Connection[] = [];
  const all = new Set<Socket>();
  const streams = createClient(address);

  async function open(): Promise<Connection> {
    const { url, token: _token, ...tls } = address;
    const isSecure = url.startsWith("https:");
    const socket = isSecure
      ? connectTls({ host: hostname, port: Number(port), ...tls })
      : connect(Number(port), hostname);
    all.add(socket);
    await once(socket, isSecure ? "secureConnect" : "connect");
    socket.setNoDelay(true);
    const reader = createAnswerReader();
    socket.on("data", (chunk: Buffer) => reader.take(chunk));
    socket.on("error", (error) => reader.fail(error));
    socket.on("close", () => reader.fail(new Error("the server has closed the connection")));
    return { socket, reader };
  }

  async function send(method: string, path: string, body?: string | Uint8Array, headers: Headers = {}) {
    const connection = takeOpen(idle) ?? (await open());
    const type = body === undefined ? {} : { "Content-Type": "application/json" };
    const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    const own = Object.entries({ Accept: "application/json", ...type, ...length, ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    const answer: Promise<Answer> = connection.reader.next();
    const head = `${[`${method} ${path} HTTP/1.1`, ...common, ...own].join("\r\n")}\r\n\r\n`;
    // In one piece: in two the second would wait for the first to be acknowledged, or be a packet of its own.
    connection.socket.write(typeof body === "object" ? Buffer.concat([Buffer.from(head), body]) : head + (body ?? ""));
    const answered = await answer;
    idle.push(connection);
    return answered;
  }

  return {
    address,
    bodies: jsonBodies,
    send,
    stream: (path, data) => streams.stream(path, data),
    readPage: scannedPage,
    close: () => {
      streams.close();
      for (const socket of all) socket.destroy();
    },
  };
}

/** One that the server has not closed meanwhile. */
function takeOpen(idle: Connection[]): Connection | undefined {
  for (let connection = idle.pop(); connection; connection = idle.pop()) {
    if (connection.socket.writable) return connection;
  }
  return undefined;
}
