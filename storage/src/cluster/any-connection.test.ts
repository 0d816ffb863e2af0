import { once } from "node:events";
import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as after } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { renewed } from "../certificate/renew.ts";
import { type Choices, createChoices } from "../fuzz/choices.ts";
import type { Answer } from "../serve/answer.ts";
import type { Received } from "../serve/received.ts";
import { openHeldClient } from "../testing/held-client.ts";
import { createTlsServer } from "./tls-server.ts";

const requests = 30;
const patience = { timeout: 20_000, interval: 2 };

let server: Server;
let port: number;

beforeAll(async () => {
  const { serving } = await renewed(undefined, ["storage.kubescape.svc"], new Date());
  server = createTlsServer(answer, serving);
  await once(server.listen(0, "127.0.0.1"), "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.close();
});

/** What a target says: `/form/bytes before the number/number`. Behind the number it says how much came with the request. */
async function answer(request: Received): Promise<Answer> {
  const [, form = "", size, id] = request.uri.split("/");
  const { length } = request.method === "POST" ? await request.text() : "";
  const pieces = [Buffer.alloc(Number(size), "x"), Buffer.from(`[${id}:${length}]`)];
  const bytes = Buffer.concat(pieces);
  const bodies: Record<string, Answer["body"]> = { text: bytes.toString(), bytes, pieces };
  return { code: 200, headers: {}, body: bodies[form] ?? ReadableStream.from(pieces) };
}

/** A request in the pieces in which it is written, and what its answer ends with. */
function randomRequest(choices: Choices, id: number): { pieces: string[]; says: string } {
  const form = choices.pick(["text", "bytes", "pieces", "stream"]);
  const size = choices.pick([0, 100, 20_000, 70_000, 140_000, 300_000, 2_000_000]);
  const target = `/${form}/${size}/${id} HTTP/1.1\r\nHost: x\r\n`;
  if (choices.chance(0.5)) return { pieces: [`GET ${target}\r\n`], says: `${id}:0` };
  const body = "y".repeat(choices.pick([1, 1000, 40_000, 150_000]));
  const head = `POST ${target}Content-Length: ${body.length}\r\n\r\n`;
  const half = body.length >> 1;
  const pieces = choices.chance(0.5) ? [head + body] : [head, body.slice(0, half), body.slice(half)];
  return { pieces, says: `${id}:${body.length}` };
}

it.each(Array.from({ length: 12 }, (_, seed) => seed))(
  "answers each request of a connection, however they and their answers come, with seed %i",
  async (seed) => {
    const choices = createChoices(seed);
    const client = await openHeldClient(port);
    const heard: string[] = [];
    let tail = "";
    client.tls.on("data", (text: string) => {
      tail += text;
      for (const [, says = ""] of tail.matchAll(/\[(\d+:\d+)\]/g)) heard.push(says);
      tail = tail.slice(tail.lastIndexOf("]") + 1).slice(-40);
    });
    const wanted: string[] = [];
    for (let id = 0; id < requests; id += 1) {
      const { pieces, says } = randomRequest(choices, id);
      wanted.push(says);
      const before = client.cable.bytesRead;
      if (choices.chance(0.5)) client.hold();
      for (const piece of pieces) await new Promise((written) => client.tls.write(piece, written));
      client.send();
      if (choices.chance(0.3)) await readsLater(client.cable, choices.number(4));
      // It waits for the answer, or for its beginning, or for nothing: requests may follow one another (RFC 9112, section 9.3.2).
      const waits = choices.number(3);
      if (waits === 0) await expect.poll(() => heard, patience).toHaveLength(wanted.length);
      if (waits === 1) await expect.poll(() => client.cable.bytesRead, patience).toBeGreaterThan(before);
    }
    await expect.poll(() => heard, patience).toEqual(wanted);
    client.cable.destroy();
  },
);

async function readsLater(cable: { pause: () => void; resume: () => void }, ms: number): Promise<void> {
  cable.pause();
  await after(ms);
  cable.resume();
}
