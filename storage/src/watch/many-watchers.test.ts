import { afterEach, beforeEach, expect, it } from "vitest";
import { exposedGc } from "../testing/exposed-gc.ts";
import { paths, scan } from "../testing/scans.ts";
import { openTestServer, type TestServer } from "../testing/test-server.ts";

const watchers = 1000;
const megabyte = 1_000_000;
const eventBytes = 50_000;
const waitingBytes = 100 * eventBytes;
const scans = paths.scans("shop");

type Reader = ReadableStreamDefaultReader<Uint8Array>;

let server: TestServer;
let readers: Reader[];

beforeEach(async () => {
  server = await openTestServer({ watchLimits: { bookmarkSeconds: 60, waitingBytes } });
  readers = await Promise.all(Array.from({ length: watchers }, (_, index) => watch(index)));
});
afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.cancel()));
  await server[Symbol.asyncDispose]();
});

/** In two scopes, of which both see everything that happens here. */
async function watch(index: number): Promise<Reader> {
  const path = index % 2 === 0 ? scans : paths.scans();
  const { body } = await server.raw(`${path}?watch=1&resourceVersion=fullSpec`);
  if (!body) throw new Error("a watch without a body");
  return body.getReader();
}

const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("utf8");

it("encodes an event once for a thousand watchers, and hands the same bytes to all of them", async () => {
  const frames = new Set<Uint8Array | undefined>();
  for (const name of ["a", "b", "c"]) {
    await server.send("POST", scans, scan(name));
    for (const { value } of await Promise.all(readers.map((reader) => reader.read()))) frames.add(value);
  }
  expect([...frames].map((frame) => JSON.parse(textOf(frame)).object.metadata.name)).toEqual(["a", "b", "c"]);
});

it("keeps what waits for a thousand watchers once, and lets go of those that never read", async () => {
  const large = (name: string) => scan(name, "failed", { annotations: { "example.com/note": "x".repeat(eventBytes) } });
  const before = usedBytes();
  const names = Array.from({ length: 90 }, (_, index) => `n${index}`);
  await Promise.all(names.map((name) => server.send("POST", scans, large(name))));
  // The events have 4.5 MB, a copy for each watcher would have 4.5 GB.
  expect(usedBytes() - before).toBeLessThan(60 * megabyte);

  const more = 200;
  await Promise.all(Array.from({ length: more }, (_, index) => server.send("POST", scans, large(`more${index}`))));
  let events = 0;
  for (let read = await readers[0]?.read(); read && !read.done; read = await readers[0]?.read()) events += 1;
  expect(events).toBeLessThan(names.length + more);
});

function usedBytes(): number {
  exposedGc()();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
