// Watchers that cost as little as a client can: they read, and count the ends of events. Node's own HTTP client takes five
// times as long for it, in the two cores that the server has, too.
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { parentPort, workerData } from "node:worker_threads";
import type { Watched, WatcherOptions } from "./watchers.ts";

const { address, path, count } = workerData as WatcherOptions;
const { hostname, host, port } = new URL(address.url);
const [brace, newline] = [0x7d, 0x0a];

const request = [
  `GET ${path} HTTP/1.1`,
  `Host: ${host}`,
  "User-Agent: bench/1",
  "Accept: application/json",
  ...(address.token ? [`Authorization: Bearer ${address.token}`] : []),
  "\r\n",
].join("\r\n");

const seen: Watched = { events: Array.from({ length: count }, () => 0), toldAt: [] };
let begun = 0;

/** An event is a line of JSON: `}` and the end of a line stand nowhere else, neither in headers nor around chunks. */
function createReader(index: number): (bytes: Buffer) => void {
  let last = 0;
  let hasBegun = false;
  return (bytes) => {
    if (!hasBegun) begin(bytes);
    hasBegun = true;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
      if ((at === 0 ? last : bytes[at - 1]) === brace) note(index);
    }
    last = bytes.at(-1) ?? last;
  };
}

function say(message: "begun" | Watched): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message);
}

function begin(bytes: Buffer): void {
  const text = bytes.toString("latin1");
  if (!text.startsWith("HTTP/1.1 200")) throw new Error(`GET ${path}: ${text}`);
  begun += 1;
  if (begun === count) say("begun");
}

function note(index: number): void {
  const event = seen.events[index] ?? 0;
  seen.events[index] = event + 1;
  seen.toldAt[event] = performance.timeOrigin + performance.now();
}

/** All read into one buffer: nothing is kept of what they read. */
const buffer = Buffer.alloc(256 * 1024);

function open(index: number): Socket {
  const read = createReader(index);
  const at = { host: hostname, port: Number(port) };
  if (address.url.startsWith("https:")) return connectTls({ ...at, ...address }).on("data", read);
  const callback = (length: number) => {
    read(buffer.subarray(0, length));
    return true;
  };
  return connect({ ...at, onread: { buffer, callback } });
}

for (let index = 0; index < count; index += 1) open(index).write(request);
parentPort?.on("message", () => say(seen));
