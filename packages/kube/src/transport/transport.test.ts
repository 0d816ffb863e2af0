import { expect, it } from "vitest";
import { ApiError, ConnectionError } from "../api-error.ts";
import { accessTo, json, pem, refusal, script, startServer } from "../scripted-server.ts";
import { createTransport } from "./transport.ts";

const userAgent = "test/1";
const get = { method: "GET", path: "/version" } as const;
const post = { method: "POST", path: "/api/v1/namespaces", body: "{}" } as const;

// A connection is taken back a moment after its answer has ended, so calls one after the other may alternate between two.
it("makes a hundred calls one after the other on two TLS connections", async () => {
  const server = await startServer(json({ ok: true }), { tls: "one" });
  const transport = createTransport(accessTo(server.url, { tls: { ca: pem("one-ca") } }), { userAgent });

  for (let count = 0; count < 100; count += 1) await transport.json(get);

  expect(server.connections()).toBeLessThanOrEqual(2);
});

it("keeps the connection of a call that the server refused", async () => {
  const server = await startServer(refusal(403, "Forbidden"), { tls: "one" });
  const transport = createTransport(accessTo(server.url, { tls: { ca: pem("one-ca") } }), { userAgent });

  for (let count = 0; count < 10; count += 1) await transport.json(get).catch(() => {});

  expect(server.connections()).toBeLessThanOrEqual(2);
});

it.each([get, post])("makes a $method again that the server is too busy for", async (call) => {
  const busy = refusal(429, "TooManyRequests", { "retry-after": "0" });
  const { answer, asked } = script(
    busy,
    refusal(503, "ServiceUnavailable", { "retry-after": "0" }),
    json({ ok: true }),
  );
  const transport = createTransport(accessTo((await startServer(answer)).url), { userAgent });

  await expect(transport.json(call)).resolves.toEqual({ ok: true });
  expect(asked).toHaveLength(3);
});

it("gives up on a busy server after ten repetitions", async () => {
  const { answer, asked } = script(refusal(429, "TooManyRequests", { "retry-after": "0" }));
  const transport = createTransport(accessTo((await startServer(answer)).url), { userAgent });

  await expect(transport.json(get)).rejects.toMatchObject({ code: 429, reason: "TooManyRequests" });
  expect(asked).toHaveLength(11);
});

it("fails at once when the server asks for more time than the call has", async () => {
  const { answer, asked } = script(refusal(429, "TooManyRequests", { "retry-after": "3600" }));
  const transport = createTransport(accessTo((await startServer(answer)).url), { userAgent });

  await expect(transport.json(get)).rejects.toMatchObject({ code: 429, retryAfterSeconds: 3600 });
  expect(asked).toHaveLength(1);
});

it("reads again when the connection broke before an answer", async () => {
  const { answer, asked } = script((_request, response) => response.destroy(), json({ ok: true }));
  const transport = createTransport(accessTo((await startServer(answer)).url), { userAgent });

  await expect(transport.json(get)).resolves.toEqual({ ok: true });
  expect(asked).toHaveLength(2);
});

it("does not write again when the connection broke before an answer", async () => {
  const { answer, asked } = script((_request, response) => response.destroy());
  const transport = createTransport(accessTo((await startServer(answer)).url), { userAgent });

  await expect(transport.json(post)).rejects.toBeInstanceOf(ConnectionError);
  expect(asked).toHaveLength(1);
});

it("drops credentials that are not accepted and tries new ones once", async () => {
  const { answer, asked } = script((request, response) => {
    const isGood = request.headers.authorization === "Bearer second";
    (isGood ? json({ ok: true }) : refusal(401, "Unauthorized"))(request, response);
  });
  const access = accessTo((await startServer(answer)).url);
  const tokens = ["first", "second"];
  const forget = () => void tokens.shift();
  const credentials = async () => ({ headers: { authorization: `Bearer ${tokens[0]}` }, tls: {}, forget });
  const transport = createTransport({ ...access, credentials }, { userAgent });

  await expect(transport.json(get)).resolves.toEqual({ ok: true });
  expect(asked).toHaveLength(2);

  tokens[0] = "third";
  await expect(transport.json(get)).rejects.toMatchObject({ code: 401, reason: "Unauthorized" });
  expect(asked).toHaveLength(4);
});

it("ends a call that is not answered in time", async () => {
  const transport = createTransport(accessTo((await startServer(() => {})).url), { userAgent });

  await expect(transport.json({ ...get, timeoutSeconds: 0.05 })).rejects.toMatchObject({ code: "timeout" });
});

it("ends a call whose answer does not come to its end in time", async () => {
  const server = await startServer((_request, response) => response.write("["));
  const transport = createTransport(accessTo(server.url), { userAgent });

  await expect(transport.json({ ...get, timeoutSeconds: 0.1 })).rejects.toMatchObject({ code: "timeout" });
});

it("ends a call with the reason of the caller's signal", async () => {
  const stop = new AbortController();
  const reason = new Error("no longer wanted");
  const server = await startServer(() => stop.abort(reason));
  const transport = createTransport(accessTo(server.url), { userAgent });

  await expect(transport.json({ ...get, signal: stop.signal })).rejects.toBe(reason);
  await expect(transport.json({ ...get, signal: stop.signal })).rejects.toBe(reason);
});

it("ends a stream with the caller's signal", async () => {
  const stop = new AbortController();
  const server = await startServer((_request, response) => response.write("first"));
  const transport = createTransport(accessTo(server.url), { userAgent });

  const read = async () => {
    for await (const _chunk of transport.stream({ ...get, signal: stop.signal }))
      stop.abort(new Error("no longer wanted"));
  };
  await expect(read()).rejects.toThrow("no longer wanted");
});

it("reads no more of an answer than a caller allows", async () => {
  const server = await startServer(json("x".repeat(100_000)));
  const transport = createTransport(accessTo(server.url), { userAgent });

  await expect(transport.json({ ...get, maxBytes: 1000 })).rejects.toMatchObject({ code: "too_large" });
});

it("keeps the base path of a server behind a proxy", async () => {
  const { answer, asked } = script(json({}));
  const { url } = await startServer(answer);
  await createTransport(accessTo(`${url}/k8s/clusters/c-1`), { userAgent }).json(get);

  expect(asked).toEqual(["GET /k8s/clusters/c-1/version"]);
});

it.each<[how: string, answer: Parameters<typeof startServer>[0]]>([
  ["echoes the request", (request, response) => response.writeHead(403).end(request.headers.authorization)],
  ["answers with what is not JSON", (request, response) => response.end(`{${request.headers.authorization}`)],
  ["breaks off", (_request, response) => response.destroy()],
])("has no token in the error when the server %s", async (_how, answer) => {
  const headers = { authorization: "Bearer s3cret-token" };
  const transport = createTransport(accessTo((await startServer(answer)).url, { headers }), { userAgent });

  const err: unknown = await transport.json(post).catch((thrown: unknown) => thrown);

  expect(err).toSatisfy((thrown) => thrown instanceof ApiError || thrown instanceof ConnectionError);
  expect(JSON.stringify(err, Object.getOwnPropertyNames(err)) + String((err as Error).stack)).not.toContain("s3cret");
});

it("has the time of a server whose clock is far from this machine's", async () => {
  const server = await startServer(json({ ok: true }, 200, { date: "Sun, 23 Aug 2026 15:00:00 GMT" }));
  const transport = createTransport(accessTo(server.url), { userAgent });
  await transport.json(get);
  expect(transport.clock.now().toISOString()).toMatch(/^2026-08-23T15:/);
});
