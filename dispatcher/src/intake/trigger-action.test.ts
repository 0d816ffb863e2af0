import type { IncomingMessage, ServerResponse } from "node:http";
import { ConnectionError } from "@sortie/kube";
import { pino } from "pino";
import { expect, it } from "vitest";
import type { Command } from "../operator-command/command.ts";
import { triggerActionRoutes } from "./trigger-action.ts";

type Answer = { ok: true } | { ok: false; reason: "too-many" };

/** The routes over an intake that remembers what it was given, and what was logged about it. */
function intake(accept: () => Promise<Answer> = async () => ({ ok: true })) {
  const accepted: { commands: Command[]; traceparent: string | undefined }[] = [];
  const lines: string[] = [];
  const app = triggerActionRoutes({
    accept: async (commands, { traceparent }) => {
      accepted.push({ commands, traceparent });
      return accept();
    },
    mayCreateCommands: async (token) => (token === "cron" ? "yes" : token === "flood" ? "busy" : "no"),
    allowUnauthenticated: false,
    clock: { now: () => new Date(0) },
    log: pino({ level: "trace" }, { write: (line: string) => void lines.push(line) }),
  });
  const request = (init: RequestInit, peer = "127.0.0.1") =>
    app.request("/v1/triggerAction", { method: "POST", ...init }, envOf(peer));
  return { request, accepted, lines };
}

/** What the HTTP server tells the app of a connection. */
function envOf(remoteAddress: string) {
  return {
    incoming: { socket: { remoteAddress } } as unknown as IncomingMessage,
    outgoing: {} as unknown as ServerResponse,
  };
}

const body = '{"commands":[{"CommandName":"kubescapeScan","args":{"scanV1":{"accessKey":"s3cret"}}}]}';

it("answers ok, in text, once the commands are durable", async () => {
  const { request, accepted } = intake();
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const answer = await request({ body, headers: { traceparent } });
  expect([answer.status, await answer.text()]).toEqual([200, "ok"]);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  expect(accepted).toMatchObject([{ commands: [{ commandName: "kubescapeScan" }], traceparent }]);
});

it.each(["{}", '{"commands":[]}', "null"])("answers ok to %s, as Kubescape's operator does", async (body) => {
  expect((await intake().request({ body })).status).toBe(200);
});

it.each(["", "{", "commands", '{"commands":"x"}'])("refuses %j", async (body) => {
  const { request, accepted } = intake();
  expect((await request({ body })).status).toBe(400);
  expect(accepted).toEqual([]);
});

it("takes 64 KiB and not a byte more, with or without a length announced", async () => {
  const padded = (bytes: number) => body.padEnd(bytes, " ");
  const stream = (text: string) => ({ body: new Blob([text]).stream(), duplex: "half" as const });
  expect((await intake().request({ body: padded(65_536) })).status).toBe(200);
  expect((await intake().request({ body: padded(65_537) })).status).toBe(413);
  expect((await intake().request(stream(padded(65_537)))).status).toBe(413);
});

it("refuses brackets that would exhaust the stack", async () => {
  const depth = 30_000;
  const body = `{"commands":[{"commandName":"x","args":{"a":${"[".repeat(depth)}${"]".repeat(depth)}}}]}`;
  expect((await intake().request({ body })).status).toBe(400);
});

it("answers 405 to other methods and says which one it takes", async () => {
  const answer = await intake().request({ method: "GET" });
  expect([answer.status, answer.headers.get("allow"), await answer.text()]).toEqual([
    405,
    "POST",
    "method 'GET' not allowed",
  ]);
});

it("asks a caller from elsewhere for a token before it reads the body", async () => {
  const { request, accepted } = intake();
  const refused = await request({ body: "{" }, "10.0.0.7");
  expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  expect((await request({ body, headers: { authorization: "Bearer reader" } }, "10.0.0.7")).status).toBe(403);
  expect(accepted).toEqual([]);
  expect((await request({ body, headers: { authorization: "Bearer cron" } }, "10.0.0.7")).status).toBe(200);
});

it("answers 429 with Retry-After when too many commands are open", async () => {
  const answer = await intake(async () => ({ ok: false, reason: "too-many" })).request({ body });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "10"]);
});

it("answers 429 with Retry-After when too many callers wait to be recognised", async () => {
  const answer = await intake().request({ body, headers: { authorization: "Bearer flood" } }, "10.0.0.7");
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "10"]);
});

it("answers 503 with Retry-After when the API server is not there", async () => {
  const answer = await intake(async () => {
    throw new ConnectionError("ECONNREFUSED", "connect ECONNREFUSED");
  }).request({ body });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "10"]);
});

it("logs nothing of what a request says", async () => {
  const { request, lines } = intake(async () => {
    throw new Error("broken");
  });
  expect((await request({ body })).status).toBe(500);
  await request({ body: `${body}{` });
  await request({ body, headers: { authorization: "Bearer t0ken" } }, "10.0.0.7");
  expect(lines).toHaveLength(2);
  expect(lines.join("")).not.toMatch(/s3cret|t0ken/);
});
