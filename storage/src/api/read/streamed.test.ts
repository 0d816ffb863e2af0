import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { receivedAs } from "../../serve/received.ts";
import { requestListener } from "../../serve/request-listener.ts";
import { chunkBytes, type Output, streamed } from "./streamed.ts";

let server: Server;
let socket: Socket;
/** What an answer is made of, and how it has ended for who writes it. */
let write: (output: Output) => Promise<void>;
let heldBytes: number;
let ended: PromiseWithResolvers<unknown>;
let logged: unknown[];

beforeEach(async () => {
  ended = Promise.withResolvers();
  logged = [];
  heldBytes = chunkBytes;
  const log = { error: (fields: unknown) => void logged.push(fields) };
  const answer = requestListener((raw, connection) =>
    streamed({ raw, connection }, { type: "text/plain", heldBytes }, { log }, async (output) => {
      await write(output).then(() => ended.resolve("written"), ended.resolve);
      const end = await ended.promise;
      if (end instanceof Error) throw end;
    }),
  );
  server = createServer(answer);
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterEach(() => {
  socket.destroy();
  server.close();
});

/** Sends a request; what comes back, as one character a byte. */
async function ask(...lines: string[]): Promise<() => string> {
  socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let heard = "";
  socket.on("data", (bytes: Buffer) => {
    heard += bytes.toString("latin1");
  });
  const [first = "", ...rest] = lines;
  socket.write(`${[first, "Host: x", ...rest].join("\r\n")}\r\n\r\n`);
  return () => heard;
}

/** Pages that make four chunks, of which no two are alike. */
const pages = Array.from({ length: 50 }, (_, at) => `${at} ${"ö".repeat(5000)}\n`);
const whole = pages.join("");
const longAnswer = async (output: Output) => {
  for (const page of pages) {
    output.put(Buffer.from(page));
    await output.flushed();
  }
};

const headOf = (heard: string) => heard.slice(0, heard.indexOf("\r\n\r\n"));
const bodyOf = (heard: string) => heard.slice(heard.indexOf("\r\n\r\n") + 4);

/** The content of chunks. RFC 9112, section 7.1. */
function unframed(body: string): Buffer {
  const parts: string[] = [];
  for (let rest = body; ; ) {
    const [line = ""] = rest.split("\r\n", 1);
    const [begin, size] = [line.length + 2, Number.parseInt(line, 16)];
    if (!size) return Buffer.from(parts.join(""), "latin1");
    parts.push(rest.slice(begin, begin + size));
    rest = rest.slice(begin + size + 2);
  }
}

it("answers a little in one piece, which says how long it is", async () => {
  write = async (output) => output.put("größe");
  const heard = await ask("GET / HTTP/1.1", "Accept-Encoding: gzip");
  await expect.poll(() => Buffer.from(bodyOf(heard()), "latin1").toString()).toBe("größe");
  expect(headOf(heard())).toMatch(/\r\ncontent-length: 7$/im);
  expect(headOf(heard())).not.toMatch(/content-encoding/i);
});

it("sends a long answer in chunks, and keeps the connection for what is asked next", async () => {
  write = longAnswer;
  const heard = await ask("GET / HTTP/1.1");
  await expect.poll(() => heard().endsWith("\r\n0\r\n\r\n")).toBe(true);
  expect(unframed(bodyOf(heard())).toString()).toBe(whole);
  const { length } = heard();
  write = async (output) => output.put("next");
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await expect.poll(() => heard().slice(length)).toMatch(/^HTTP\/1.1 200 OK\r\n.*\r\n\r\nnext$/s);
});

it("holds one that is not too long, which says how long it is", async () => {
  heldBytes = 1024 * 1024;
  write = longAnswer;
  const heard = await ask("GET / HTTP/1.1");
  await expect.poll(() => Buffer.from(bodyOf(heard()), "latin1").toString()).toBe(whole);
  expect(headOf(heard())).toContain(`\r\nContent-Length: ${Buffer.byteLength(whole)}\r\n`);

  heldBytes = Buffer.byteLength(whole) - 1;
  const { length } = heard();
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await expect.poll(() => heard().slice(length).endsWith("\r\n0\r\n\r\n")).toBe(true);
});

it("compresses one that was held", async () => {
  heldBytes = 1024 * 1024;
  write = longAnswer;
  const heard = await ask("GET / HTTP/1.1", "Accept-Encoding: gzip");
  await expect.poll(() => heard().endsWith("0\r\n\r\n")).toBe(true);
  expect(headOf(heard())).not.toMatch(/content-length/i);
  expect(gunzipSync(unframed(bodyOf(heard()))).toString()).toBe(whole);
});

it("says what goes wrong while one is held", async () => {
  const call = { raw: receivedAs(new Request("http://x/")), connection: undefined };
  const form = { type: "text/plain", heldBytes: 1024 * 1024 };
  const answered = streamed(call, form, {}, async (output) => {
    await longAnswer(output);
    throw new Error("the disk is broken");
  });
  await expect(answered).rejects.toThrow("the disk is broken");
});

it("sends it without chunks to clients of HTTP/1.0", async () => {
  write = longAnswer;
  const heard = await ask("GET / HTTP/1.0");
  await once(socket, "end");
  expect(Buffer.from(bodyOf(heard()), "latin1").toString()).toBe(whole);
});

it("compresses it for clients that take gzip", async () => {
  write = longAnswer;
  const heard = await ask("GET / HTTP/1.1", "Accept-Encoding: gzip");
  await expect.poll(() => heard().endsWith("0\r\n\r\n")).toBe(true);
  expect(headOf(heard())).toMatch(/\r\ncontent-encoding: gzip\r\n/i);
  expect(gunzipSync(unframed(bodyOf(heard()))).toString()).toBe(whole);
});

it("does not compress it where only the transport of a proxy asks for that", async () => {
  write = longAnswer;
  const heard = await ask("GET / HTTP/1.1", "X-Remote-User: kim", "Accept-Encoding: gzip");
  await expect.poll(() => heard().endsWith("0\r\n\r\n")).toBe(true);
  expect(headOf(heard())).not.toMatch(/content-encoding/i);
});

it.each(["identity", "gzip"])(
  "goes on only as far as the client reads, with %s, and ends when it leaves",
  async (coding) => {
    let puts = 0;
    // Nothing that gzip makes smaller.
    const noise = randomBytes(64 * 1024);
    write = async (output) => {
      for (;;) {
        output.put(noise);
        puts += 1;
        await output.flushed();
      }
    };
    await ask("GET / HTTP/1.1", `Accept-Encoding: ${coding}`);
    await once(socket, "data");
    socket.pause();
    let before = -1;
    // The kernel takes some megabytes; then nothing goes on.
    await expect
      .poll(
        () => {
          const isStill = puts === before;
          before = puts;
          return isStill;
        },
        { interval: 200, timeout: 20_000 },
      )
      .toBe(true);
    socket.destroy();
    expect(await ended.promise).toMatchObject({ name: "ClientGone" });
    expect(logged).toEqual([]);
  },
);

it("breaks the connection off where something goes wrong on the way, and says so in the log", async () => {
  write = async (output) => {
    await longAnswer(output);
    throw new Error("the disk is broken");
  };
  const heard = await ask("GET / HTTP/1.1");
  await once(socket, "close");
  expect(heard()).not.toContain("\r\n0\r\n\r\n");
  expect(logged).toMatchObject([{ err: { message: "the disk is broken" } }]);
});
