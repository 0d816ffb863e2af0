import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Answer } from "./answer.ts";
import { keepAliveMs } from "./keep-alive.ts";
import type { Received } from "./received.ts";
import { requestListener } from "./request-listener.ts";

let server: Server;
let socket: Socket;
let heard: string;
/** What the server answers. */
let answer: (request: Received) => Answer | Promise<Answer>;

beforeEach(async () => {
  server = createServer({ keepAliveTimeout: keepAliveMs }, requestListener(ask));
  await once(server.listen(0, "127.0.0.1"), "listening");
  socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  heard = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    heard += text;
  });
});
afterEach(() => {
  socket.destroy();
  server.close();
});

const ask = async (request: Received) => answer(request);
const plain = (body: string): Answer => ({ code: 200, headers: {}, body });

/** What comes back for a request, when `end` has. */
async function told(lines: string[], end: string, body = ""): Promise<string> {
  const before = heard.length;
  socket.write(`${[...lines, "Host: x"].join("\r\n")}\r\n\r\n${body}`);
  await expect.poll(() => heard.slice(before)).toContain(end);
  return heard.slice(before);
}

it.each([
  ["/apis/a/b?limit=1&continue=x", "/apis/a/b?limit=1&continue=x"],
  ["/a/..b/.c/...?d=/../e", "/a/..b/.c/...?d=/../e"],
  ['/a"b?c"d', "/a%22b?c%22d"],
  ["//evil.example.com/a", "//evil.example.com/a"],
  ["http://example.com/a?b", "/a?b"],
])("reads the target %s as %s", async (target, uri) => {
  answer = (request) => plain(`uri ${request.uri} end`);
  expect(await told([`GET ${target} HTTP/1.1`], "end")).toContain(`uri ${uri} end`);
});

it.each([
  "/a\\..\\b",
  "/a/../b",
  "/a/%2E./b",
  "/a/.%2e?b",
  "/a/.",
  "/./a",
  "http://example.com/a/..",
  "*",
  "ftp://example.com/a",
])("refuses the target %s", async (target) => {
  answer = () => plain("answered");
  expect(await told([`OPTIONS ${target} HTTP/1.1`], "\r\n\r\n")).toMatch(/^HTTP\/1.1 400 /);
});

it.each<[string, (request: Received) => Promise<string>]>([
  ["a text", ({ text }) => text()],
  ["bytes", async ({ arrayBuffer }) => Buffer.from(await arrayBuffer()).toString()],
  ["pieces", async ({ chunks }) => Buffer.concat(await Array.fromAsync(chunks())).toString()],
])("reads a body as %s", async (_, read) => {
  answer = async (request) => plain(`got ${await read(request)}.`);
  const head = ["POST / HTTP/1.1", "Transfer-Encoding: chunked"];
  expect(await told(head, "got ", "4\r\nhalf\r\n5\r\n a ö\r\n0\r\n\r\n")).toContain("got half a ö.");
});

it("hands on headers, one by one and as they came", async () => {
  answer = ({ headers, asRequest }) => {
    const request = asRequest();
    const seen = [headers.get("accept"), headers.has("x-none"), headers.get("x-none"), request.method, request.url];
    return plain(JSON.stringify([...seen, request.headers.get("x-group")]));
  };
  const lines = ["DELETE /a HTTP/1.1", "Accept: application/json", "X-Group: one", "X-Group: two"];
  const seen = '["application/json",false,null,"DELETE","http://localhost/a","one, two"]';
  expect(await told(lines, "]")).toContain(seen);
});

it.each<[string, Answer["body"], string]>([
  ["a text", "ö.", "Content-Length: 3"],
  ["bytes", Buffer.from("ö."), "Content-Length: 3"],
  ["pieces", [Buffer.from("ö"), Buffer.from(".")], "Content-Length: 3"],
  ["a stream", ReadableStream.from([Buffer.from("ö"), Buffer.from(".")]), "Transfer-Encoding: chunked"],
])("answers with %s", async (_, body, length) => {
  answer = () => ({ code: 201, headers: { Warning: ["one", "two"] }, body });
  const heads = (await told(["GET / HTTP/1.1"], ".")).split("\r\n");
  expect(heads[0]).toBe("HTTP/1.1 201 Created");
  expect(heads).toEqual(expect.arrayContaining(["Warning: one", "Warning: two", length]));
});

it("ends the stream of whoever leaves, and breaks off an answer whose stream fails", async () => {
  const left = Promise.withResolvers<void>();
  const begin = Buffer.from("begun");
  answer = () => ({
    code: 200,
    headers: {},
    body: new ReadableStream({ start: (stream) => stream.enqueue(begin), cancel: () => left.resolve() }),
  });
  await told(["GET / HTTP/1.1"], "begun");
  socket.destroy();
  await left.promise;

  socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("data", (bytes: Buffer) => {
    heard += bytes.toString();
  });
  const failing = Promise.withResolvers<void>();
  const body = new ReadableStream({ start: (stream) => stream.enqueue(begin), pull: () => failing.promise });
  answer = () => ({ code: 200, headers: {}, body });
  await told(["GET / HTTP/1.1"], "begun");
  failing.reject(new Error("a disk"));
  await once(socket, "close");
  expect(heard).not.toContain("0\r\n\r\n");
});

it("answers before a body has arrived, and takes the next request behind it", async () => {
  server.removeAllListeners("request").on("request", requestListener(ask, 60_000));
  answer = async ({ method, chunks }) => {
    for await (const _ of chunks()) break;
    return plain(`${method} answered`);
  };
  await told(["POST / HTTP/1.1", "Content-Length: 9"], "POST answered", "half");
  expect(await told(["more.GET / HTTP/1.1"], "GET answered")).toMatch(/^HTTP\/1.1 200 /);
});

it("closes the connection of whoever goes on sending for long, when the answer is out", async () => {
  server.removeAllListeners("request").on("request", requestListener(ask, 0));
  answer = () => plain("answered");
  socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf");
  await once(socket, "close");
  expect(heard).toContain("answered");
});
